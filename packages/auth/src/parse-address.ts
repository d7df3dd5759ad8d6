import type { Secret } from '@camunda/core';
import { unusableCredentials } from './unusable-credentials.ts';

/**
 * An absolute address without user name and password.
 *
 * @param name what the message calls it
 * @param secret must not be shown, should it stand in the address
 * @throws AuthError `AUTH_OPTIONS_INVALID`
 */
export function parseAddress(name: string, text: string, secret: Secret | undefined): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.username === '' && url.password === '') return url;
  const hidden = /[@?]/.test(text) || (secret !== undefined && String(text).includes(secret.reveal()));
  const is = hidden ? '' : ` is ${JSON.stringify(text)}, but`;
  throw unusableCredentials(`${name}${is} must be an address (URL) without user name and password`);
}
