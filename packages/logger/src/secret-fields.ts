/** How names of fields end that hold credentials: in lower case, without `_`, `-` and `.`. */
const ENDINGS = [
  'secret',
  'secrets',
  'password',
  'passwd',
  'passphrase',
  'token',
  'tokens',
  'authorization',
  'cookie',
  'cookies',
  'apikey',
  'accesskey',
  'privatekey',
  'credential',
  'credentials',
  'assertion',
  'mtlskey',
];

/** Whether a field of this name is to be hidden: `clientSecret`, `access_token`, `Set-Cookie`, `CAMUNDA_MTLS_KEY`. */
export function isSecretField(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return ENDINGS.some((ending) => plain.endsWith(ending));
}
