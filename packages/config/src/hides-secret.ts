import { Secret } from '@camunda/core';

const SHORTEST_SECRET = 4;

/** The texts of secrets, as {@link hidesSecret} wants them. One that is very short would be found everywhere. */
export function secretTexts(values: Iterable<unknown>): string[] {
  const texts = [...values].map((value) => (Secret.isSecret(value) ? value.reveal() : value));
  return texts
    .filter((text) => typeof text === 'string')
    .map((text) => text.trim())
    .filter((text) => text.length >= SHORTEST_SECRET);
}

/** Whether a text has a key, a token, or a query with a secret in it. */
export function holdsCredential(text: string): boolean {
  return /[?&]\w*(secret|token|password)\w*=|-----BEGIN|\beyJ/i.test(text);
}

/** Whether a text holds one of the secrets, or looks as if it held some other one, such as `user:password@host`. */
export function hidesSecret(text: string, secrets: readonly string[]): boolean {
  if (/:[^@]*@/.test(text) || holdsCredential(text)) return true;
  return secrets.some((secret) => text.includes(secret));
}
