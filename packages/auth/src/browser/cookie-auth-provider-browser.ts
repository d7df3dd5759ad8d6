import type { AuthHeaders, AuthProvider } from '../auth-provider.ts';
import type { CookieLoginOptions, CookieSessionOptions } from '../cookie-auth-provider.ts';
import { unusableCredentials } from '../unusable-credentials.ts';

/**
 * Stands in for the provider of the same name in browsers, which send their cookies themselves and let no program set them.
 *
 * @throws AuthError `AUTH_OPTIONS_INVALID`, always
 */
export class CookieAuthProvider implements AuthProvider {
  constructor(_options: CookieSessionOptions | CookieLoginOptions) {
    throw unusableCredentials('Browsers send cookies themselves: log in, and use CAMUNDA_AUTH_STRATEGY NONE');
  }

  // There is no such provider, and so nothing to call: these are for the compiler.
  declare readonly getHeaders: () => AuthHeaders;
  declare readonly close: () => void;
  declare readonly [Symbol.asyncDispose]: () => Promise<void>;
}
