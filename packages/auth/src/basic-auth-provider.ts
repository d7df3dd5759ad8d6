import type { Secret } from '@camunda/core';
import type { AuthHeaders, AuthProvider } from './auth-provider.ts';
import { revealSecret } from './reveal-secret.ts';
import { unusableCredentials } from './unusable-credentials.ts';

/** The credentials of a {@link BasicAuthProvider}; neither is trimmed or altered in any way. */
export interface BasicAuthProviderOptions {
  /** The user's name; not empty, without a colon (the separator) and without control characters. */
  readonly username: string;
  /** The user's password; not empty, without control characters. */
  readonly password: string | Secret;
}

const USERNAME = 'username (CAMUNDA_BASIC_AUTH_USERNAME)';
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617 forbids exactly these
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f]/;

/**
 * HTTP Basic authentication, in UTF-8.
 *
 * @throws AuthError `AUTH_OPTIONS_INVALID` for a name or password that cannot be sent as it is
 * @see RFC 7617; the runtime reference's `BasicAuthProvider`, which trims
 */
export class BasicAuthProvider implements AuthProvider {
  readonly #headers: AuthHeaders;

  constructor(options: BasicAuthProviderOptions) {
    const { username } = options;
    const password = revealSecret(options.password);
    check(USERNAME, username);
    check('password (CAMUNDA_BASIC_AUTH_PASSWORD)', password);
    if (username.includes(':')) {
      throw unusableCredentials(`${USERNAME} holds a colon, which separates name and password`);
    }
    this.#headers = Object.freeze({ Authorization: `Basic ${base64(`${username}:${password}`)}` });
  }

  /** The same `Authorization` header each time. */
  getHeaders(): AuthHeaders {
    return this.#headers;
  }
}

function check(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '' || CONTROL_CHARACTERS.test(value))
    throw unusableCredentials(`${name} must be a text that is not empty, without control characters`);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
