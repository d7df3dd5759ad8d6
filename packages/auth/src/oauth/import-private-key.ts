import { AuthError } from '../auth-error.ts';
import { hex, pemBytes } from './pem.ts';

type ImportAlgorithm = RsaHashedImportParams | EcKeyImportParams | { readonly name: 'Ed25519' };

const ALGORITHMS: Readonly<Record<string, ImportAlgorithm>> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  RS384: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  RS512: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  PS384: { name: 'RSA-PSS', hash: 'SHA-384' },
  PS512: { name: 'RSA-PSS', hash: 'SHA-512' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  ES512: { name: 'ECDSA', namedCurve: 'P-521' },
  EdDSA: { name: 'Ed25519' },
  Ed25519: { name: 'Ed25519' },
};

// The object identifiers of key kinds, DER-encoded, as they stand at the head of a PKCS #8 key.
const KEY_KINDS: readonly (readonly [identifier: string, algorithm: string])[] = [
  ['06092a864886f70d010101', 'RS256'],
  ['06082a8648ce3d030107', 'ES256'],
  ['06052b81040022', 'ES384'],
  ['06052b81040023', 'ES512'],
  ['06032b6570', 'EdDSA'],
];
const HEAD_BYTES = 40;

/**
 * Imports a PKCS #8 PEM text as a key for signing.
 *
 * @throws AuthError `AUTH_OPTIONS_INVALID`; its message never quotes the key
 */
export async function importPrivateKey(pem: string, algorithm: string | undefined): Promise<CryptoKey> {
  const bytes = pemBytes(pem, 'PRIVATE KEY', 'clientAuthentication.privateKey');
  const head = hex(bytes.slice(0, HEAD_BYTES).buffer);
  const name = algorithm ?? KEY_KINDS.find(([identifier]) => head.includes(identifier))?.[1];
  const parameters = name === undefined ? undefined : ALGORITHMS[name];
  if (parameters === undefined) {
    throw invalid(
      algorithm === undefined
        ? 'clientAuthentication.privateKey is of a kind that is not known here; use an RSA, P-256, P-384, P-521 or Ed25519 key.'
        : `clientAuthentication.algorithm is ${JSON.stringify(algorithm)}, but must be one of ${Object.keys(ALGORITHMS).join(', ')}.`,
    );
  }
  try {
    return await crypto.subtle.importKey('pkcs8', bytes, parameters, false, ['sign']);
  } catch {
    // The platform's own error says nothing more, and must not carry key material along as a cause.
    throw invalid(`clientAuthentication.privateKey is not a valid private key for ${name}.`);
  }
}

function invalid(message: string): AuthError {
  return new AuthError(message, { code: 'AUTH_OPTIONS_INVALID' });
}
