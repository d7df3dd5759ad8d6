import { toBase64 } from './base64.ts';

const ROUNDS = 1000;

/**
 * What is kept of a password: a salt and a digest. It has few rounds, so that every request with basic authentication can
 * be checked: enough for a log to hold no password, not for production.
 */
export async function hashPassword(password: string, salt: string): Promise<string> {
  return `${salt}:${await digest(password, salt)}`;
}

/** Whether a password is the one that a hash was made of. */
export async function matchesPassword(password: string, hash: string): Promise<boolean> {
  const [salt = ''] = hash.split(':');
  return hash === `${salt}:${await digest(password, salt)}`;
}

async function digest(password: string, salt: string): Promise<string> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode(password), 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes.encode(salt), iterations: ROUNDS };
  return toBase64(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)));
}
