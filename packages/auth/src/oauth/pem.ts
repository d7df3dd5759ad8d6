import { AuthError } from '../auth-error.ts';

/**
 * The bytes of the first block with this label in a PEM text.
 *
 * @throws AuthError `AUTH_OPTIONS_INVALID`, which names the labels that are there and never quotes the text
 */
export function pemBytes(pem: string, label: string, option: string): Uint8Array<ArrayBuffer> {
  const block = new RegExp(`-----BEGIN ${label}-----([\\sA-Za-z0-9+/=]+)-----END ${label}-----`).exec(pem);
  if (block?.[1] !== undefined) {
    return Uint8Array.from(atob(block[1].replace(/\s+/g, '')), (character) => character.charCodeAt(0));
  }
  const found = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map((match) => match[1]).join(', ');
  throw new AuthError(
    `${option} must be a PEM text with a block "BEGIN ${label}"; ${found === '' ? 'it holds no PEM block' : `it holds: ${found}`}.` +
      (label === 'PRIVATE KEY' && found !== '' ? ' Convert it with: openssl pkcs8 -topk8 -nocrypt.' : ''),
    { code: 'AUTH_OPTIONS_INVALID' },
  );
}

/** Bytes as base64url without padding. */
export function base64url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Bytes as lower-case hexadecimal. */
export function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
