/** A summary and a hint for the code of a system error; `undefined` where the code says nothing. */
export function wordsOfCode(code: string | undefined, where: string): readonly [string, string] | undefined {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ConnectionRefused':
      return [
        'connection refused',
        `Nothing listens at ${where}: is the cluster running, and are host and port right?`,
      ];
    case 'ENOTFOUND':
      return ['unknown host', `The host name of ${where} does not resolve: check its spelling and your DNS.`];
    case 'EAI_AGAIN':
      return ['no answer from DNS', `The host name of ${where} could not be looked up: is the network up?`];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return ['no route to the host', `There is no route to ${where}: check network, VPN and firewall.`];
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return [
        'no connection in time',
        `${where} does not answer connection attempts: check firewall and proxy settings (HTTPS_PROXY).`,
      ];
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return [
        'untrusted certificate',
        `${where} shows a certificate of an authority that is not trusted here: set CAMUNDA_MTLS_CA_PATH to the authority's PEM file.`,
      ];
    case 'CERT_HAS_EXPIRED':
      return [
        'expired certificate',
        `The certificate of ${where} has expired: it has to be renewed, or this machine's clock is wrong.`,
      ];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [
        'certificate for another host',
        `The certificate of ${where} is for other host names: use one of those in the address.`,
      ];
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'EPROTO':
      return [
        'no TLS spoken there',
        `${where} does not speak TLS on this port: use http:// or the right port.`,
      ];
    case 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE':
    case 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED':
    case 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN':
    case 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA':
    case 'ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR':
      return [
        'client certificate refused',
        `${where} does not accept the client certificate: is it valid, and of an authority that the server trusts? See CAMUNDA_MTLS_CERT_PATH.`,
      ];
    case 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED':
    case 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE':
      return [
        'client certificate asked for',
        `${where} asks for a client certificate: set CAMUNDA_MTLS_CERT_PATH and CAMUNDA_MTLS_KEY_PATH.`,
      ];
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return [
        'answer too slow',
        `${where} took the call but did not answer in the time that this runtime's fetch allows.`,
      ];
    case 'HPE_INVALID_CONSTANT':
    case 'HPE_INVALID_VERSION':
      return [
        'the answer is not HTTP',
        `${where} does not speak HTTP, or asks for TLS: check scheme and port.`,
      ];
    default:
      return undefined;
  }
}

/** A hint for a 400 with which a TLS terminator such as nginx answers instead of the cluster; `undefined` for any other. */
export function wordsOfTerminator(page: string, where: string): string | undefined {
  if (/No required SSL certificate was sent/i.test(page))
    return `${where} asks for a client certificate: set CAMUNDA_MTLS_CERT_PATH and CAMUNDA_MTLS_KEY_PATH.`;
  if (/SSL certificate error/i.test(page))
    return `${where} does not accept the client certificate: is it valid, and of an authority that the server trusts? See CAMUNDA_MTLS_CERT_PATH.`;
  if (/plain HTTP request was sent to HTTPS port/i.test(page))
    return `${where} speaks TLS on this port: use https:// in the address.`;
  return undefined;
}

/** For a connection that was to go somewhere else than to the cluster: to a proxy. */
export function wordsOfWay(
  code: string | undefined,
  error: unknown,
  target: string,
  where: string,
): readonly [string, string] | undefined {
  const { address, port } = innermost(error) as { address?: unknown; port?: unknown };
  if (code !== 'ECONNREFUSED' || typeof port !== 'number') return undefined;
  const url = new URL(target);
  if (String(port) === (url.port || (url.protocol === 'https:' ? '443' : '80'))) return undefined;
  return [
    'connection refused by the proxy',
    `Nothing listens at ${String(address)}:${port} on the way to ${where}: check CAMUNDA_HTTPS_PROXY or HTTPS_PROXY, and NO_PROXY.`,
  ];
}

/** What caused an error in the end. */
function innermost(error: unknown): object {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth += 1) {
    const inner: unknown = Reflect.get(current, 'errors');
    const next = current.cause ?? (Array.isArray(inner) ? inner[0] : undefined);
    if (next === undefined) break;
    current = next;
  }
  return Object(current) as object;
}

/** For a proxy that did not open a connection, which undici tells in words only. */
export function wordsOfProxy(message: string, where: string): readonly [string, string] | undefined {
  if (!/proxy (?:response|authentication)|proxy connection/i.test(message)) return undefined;
  return [
    'the proxy refused',
    `The proxy did not open a connection to ${where}: check CAMUNDA_HTTPS_PROXY or HTTPS_PROXY, its user and password, and NO_PROXY.`,
  ];
}
