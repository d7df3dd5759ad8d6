import { isBeforeSending, isCertificateFault, systemCode } from './system-code.ts';

/** What is known about a failed connection. */
export interface NetworkFault {
  /** A few words, such as `connection refused`. */
  readonly summary: string;
  readonly systemCode: string | undefined;
  /** What to look at first. */
  readonly hint: string;
  /** Whether trying again may help. */
  readonly isRetryable: boolean;
  /** Whether no byte of the call can have reached the cluster. */
  readonly beforeSending: boolean;
}

/** Where the call went, for the hint. */
export interface NetworkTarget {
  /** Scheme, host and port. */
  readonly address: string;
  /** The setting that the address came from. */
  readonly setting: string | undefined;
}

/** Finds the words for a failure to get an answer. */
export function describeNetworkFault(error: unknown, target: NetworkTarget): NetworkFault {
  const code = systemCode(error);
  const where = nameTarget(target);
  const isRetryable = code === undefined || !isCertificateFault(code);
  const text = messages(error);
  const [summary, hint] = wayWords(code, error, target) ?? words(code, where, text);
  const beforeSending = isBeforeSending(code) || PROXY_REFUSAL.test(text);
  return {
    summary: code === undefined ? summary : `${summary} (${code})`,
    systemCode: code,
    hint,
    isRetryable,
    beforeSending,
  };
}

/** A connection that was to go somewhere else than to the cluster: to a proxy. */
function wayWords(
  code: string | undefined,
  error: unknown,
  target: NetworkTarget,
): readonly [string, string] | undefined {
  const { address, port } = innermost(error) as { address?: unknown; port?: unknown };
  if (code !== 'ECONNREFUSED' || typeof port !== 'number' || !URL.canParse(target.address)) return undefined;
  const url = new URL(target.address);
  if (String(port) === (url.port || (url.protocol === 'https:' ? '443' : '80'))) return undefined;
  return [
    'connection refused by the proxy',
    `Nothing listens at ${String(address)}:${port} on the way to ${nameTarget(target)}: check CAMUNDA_HTTPS_PROXY or HTTPS_PROXY, and NO_PROXY.`,
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

/** The address, with the setting that it came from. */
export function nameTarget({ address, setting }: NetworkTarget): string {
  return setting === undefined ? address : `${address} (set by ${setting})`;
}

function words(code: string | undefined, where: string, message: string): readonly [string, string] {
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
      return proxyOrBroken(where, message);
  }
}

/** How undici words the refusal of a proxy. */
const PROXY_REFUSAL = /proxy (?:response|authentication)|proxy connection/i;

function proxyOrBroken(where: string, message: string): readonly [string, string] {
  if (PROXY_REFUSAL.test(message)) {
    return [
      'the proxy refused',
      `The proxy did not open a connection to ${where}: check CAMUNDA_HTTPS_PROXY or HTTPS_PROXY, its user and password, and NO_PROXY.`,
    ];
  }
  if ('document' in globalThis) {
    return [
      'the browser gave no reason',
      `Either nothing answers at ${where}, or it does not allow pages of this origin (CORS): the browser's console tells which.`,
    ];
  }
  return [
    'the connection broke',
    `The connection to ${where} was lost before the answer was complete: look at load balancers and proxies on the way${
      where.startsWith('https:') ? ', and whether the server wants a client certificate' : ''
    }.`,
  ];
}

/** The messages of an error and of what caused it. */
function messages(error: unknown): string {
  const parts: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth += 1) {
    parts.push(current.message);
    current = current.cause;
  }
  return parts.join('; ');
}
