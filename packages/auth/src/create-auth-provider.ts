import type { AuthConfiguration } from './auth-configuration.ts';
import type { AuthProvider } from './auth-provider.ts';
import { authProviderFrom, type CreateAuthProviderOptions } from './auth-provider-from.ts';
import { CookieAuthProvider } from './cookie-auth-provider.ts';
import { cookieOptionsOf } from './cookie-options-of.ts';
import { OAuthClientCredentialsAuthProvider } from './oauth/oauth-client-credentials-auth-provider.ts';
import { storedOAuthOptionsOf } from './oauth-options-of.ts';

/**
 * Makes the provider that a configuration asks for with `CAMUNDA_AUTH_STRATEGY`; `NONE` when it does not say.
 *
 * @param configuration effective settings, such as `new ConfigurationResolver(readEnvironment()).resolve().effective`
 * @throws AuthError when the settings of the strategy are missing or cannot work
 */
export function createAuthProvider(
  configuration: AuthConfiguration,
  options: CreateAuthProviderOptions = {},
): AuthProvider {
  return authProviderFrom(configuration, options, {
    oauth: (...given) => new OAuthClientCredentialsAuthProvider(storedOAuthOptionsOf(...given)),
    cookie: (...given) => new CookieAuthProvider(cookieOptionsOf(...given)),
  });
}
