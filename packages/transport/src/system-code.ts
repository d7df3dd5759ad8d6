/** The code of the innermost error that has one, such as `ECONNREFUSED` below fetch's `TypeError: fetch failed`; Deno only has words. */
export function systemCode(error: unknown): string | undefined {
  let found: string | undefined;
  let current: unknown = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    const code: unknown = Reflect.get(current, 'code');
    if (typeof code === 'string' && code !== '') found = code;
    else found ??= codeOfWords(current);
    const inner: unknown = Reflect.get(current, 'errors');
    current = Reflect.get(current, 'cause') ?? (Array.isArray(inner) ? inner[0] : undefined);
  }
  return found;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/dns error|failed to lookup address/, 'ENOTFOUND'],
  [/tcp connect error: .*\(os error (?:111|61|10061)\)/, 'ECONNREFUSED'],
  [/invalid peer certificate: Expired/, 'CERT_HAS_EXPIRED'],
  [/invalid peer certificate: NotValidForName/, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  [/invalid peer certificate/, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
];

function codeOfWords(error: object): string | undefined {
  const message: unknown = Reflect.get(error, 'message');
  return typeof message === 'string' ? WORDS.find(([words]) => words.test(message))?.[1] : undefined;
}

const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ConnectionRefused',
  'FailedToOpenSocket',
]);

/** Whether `code` names a failure that comes before the first byte of a request: no connection, or a refused certificate. */
export function isBeforeSending(code: string | undefined): boolean {
  return code !== undefined && (BEFORE_SENDING.has(code) || isCertificateFault(code));
}

const CERTIFICATE_FAULT =
  /CERT|SELF_SIGNED|ALERT_UNKNOWN_CA|ALERT_DECRYPT_ERROR|^ERR_TLS_|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/;

/** Whether `code` says that one side did not trust the other's certificate; trying again does not help. */
export function isCertificateFault(code: string): boolean {
  return CERTIFICATE_FAULT.test(code);
}
