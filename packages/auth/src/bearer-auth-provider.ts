import type { Secret } from '@camunda/core';
import { assertHeaderValue } from './assert-header-value.ts';
import type { AuthContext, AuthHeaders, AuthProvider } from './auth-provider.ts';
import { revealSecret } from './reveal-secret.ts';

/** A token, or a function that gives the token to use for the call described by `context`. */
export type BearerToken =
  | string
  | Secret
  | ((context: AuthContext) => string | Secret | Promise<string | Secret>);

/** What a {@link BearerAuthProvider} is made from. */
export interface BearerAuthProviderOptions {
  /**
   * The token without the word `Bearer`, or a function that gives it. The function is asked for every call and does its own
   * caching; `context.forceRefresh` tells it that the last token was refused.
   */
  readonly token: BearerToken;
}

/**
 * Sends a token that the program already has, or gets in its own way.
 *
 * @throws AuthError `AUTH_OPTIONS_INVALID` for a token that is empty or cannot stand in a header
 * @see RFC 6750
 */
export class BearerAuthProvider implements AuthProvider {
  readonly #token: (context: AuthContext) => AuthHeaders | Promise<AuthHeaders>;

  constructor(options: BearerAuthProviderOptions) {
    const { token } = options;
    if (typeof token === 'function') {
      this.#token = async (context) => bearerHeaders(await token(context));
    } else {
      const headers = bearerHeaders(token);
      this.#token = () => headers;
    }
  }

  /** The `Authorization` header. Rejects with whatever the function rejects with. */
  getHeaders(context: AuthContext = {}): AuthHeaders | Promise<AuthHeaders> {
    return this.#token(context);
  }
}

function bearerHeaders(token: string | Secret): AuthHeaders {
  return Object.freeze({
    Authorization: `Bearer ${assertHeaderValue('The bearer token (CAMUNDA_BEARER_TOKEN)', revealSecret(token))}`,
  });
}
