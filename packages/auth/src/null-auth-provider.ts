import type { AuthHeaders, AuthProvider } from './auth-provider.ts';

const NO_HEADERS: AuthHeaders = Object.freeze({});

/**
 * Adds no headers: the default.
 *
 * @see the runtime reference's `NullAuthProvider`
 */
export class NullAuthProvider implements AuthProvider {
  readonly headerNames: readonly string[] = [];

  /** An empty object. */
  getHeaders(): AuthHeaders {
    return NO_HEADERS;
  }
}
