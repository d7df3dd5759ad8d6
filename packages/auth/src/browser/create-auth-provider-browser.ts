import type { AuthConfiguration } from '../auth-configuration.ts';
import type { AuthProvider } from '../auth-provider.ts';
import { authProviderFrom, type CreateAuthProviderOptions } from '../auth-provider-from.ts';
import { oauthOptionsOf } from '../oauth-options-of.ts';
import { CookieAuthProvider } from './cookie-auth-provider-browser.ts';
import { OAuthClientCredentialsAuthProvider } from './oauth-client-credentials-auth-provider-browser.ts';

/**
 * Makes the provider that a configuration asks for with `CAMUNDA_AUTH_STRATEGY`; `NONE` when it does not say.
 *
 * @param configuration effective settings, such as `new ConfigurationResolver(readEnvironment()).resolve().effective`
 * @throws AuthError when the settings of the strategy are missing or cannot work, or cannot work in a browser
 */
export function createAuthProvider(
  configuration: AuthConfiguration,
  options: CreateAuthProviderOptions = {},
): AuthProvider {
  return authProviderFrom(configuration, options, {
    oauth: (...given) => new OAuthClientCredentialsAuthProvider(oauthOptionsOf(...given)),
    cookie: () => new CookieAuthProvider({ cookie: '' }),
  });
}
