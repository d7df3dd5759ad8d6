import type { AuthConfiguration } from './auth-configuration.ts';
import type { CreateAuthProviderOptions } from './auth-provider-from.ts';
import type { ClientAuthentication } from './oauth/client-authentication.ts';
import type { OAuthClientCredentialsAuthProviderOptions } from './oauth/oauth-options.ts';
import { requiredSetting } from './required-setting.ts';
import { revealSecret } from './reveal-secret.ts';

/** The options of an OAuth provider as a configuration states them. */
export function oauthOptionsOf(
  configuration: AuthConfiguration,
  { fetch, logger }: CreateAuthProviderOptions,
): OAuthClientCredentialsAuthProviderOptions {
  const issuer = configuration.CAMUNDA_OAUTH_ISSUER;
  return {
    issuer,
    // The address has a default, so that an issuer must have been set on purpose: it goes first.
    oauthUrl: issuer === undefined ? configuration.CAMUNDA_OAUTH_URL : undefined,
    clientId: requiredSetting(configuration, 'CAMUNDA_CLIENT_ID'),
    clientSecret: configuration.CAMUNDA_CLIENT_SECRET,
    clientAuthentication: clientAuthenticationOf(configuration),
    audience: configuration.CAMUNDA_TOKEN_AUDIENCE,
    scope: configuration.CAMUNDA_OAUTH_SCOPE,
    resource: configuration.CAMUNDA_OAUTH_RESOURCE,
    saas401CooldownSeconds: configuration.CAMUNDA_OAUTH_401_COOLDOWN_SECONDS,
    timeoutMs: configuration.CAMUNDA_OAUTH_TIMEOUT_MS,
    retryMaxAttempts: configuration.CAMUNDA_OAUTH_RETRY_MAX,
    retryBaseDelayMs: configuration.CAMUNDA_OAUTH_RETRY_BASE_DELAY_MS,
    dangerouslySendCredentialsOverHttp: configuration.CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP,
    fetch,
    logger,
  };
}

/** The same with the options for keeping tokens, which browsers have no place for. */
export function storedOAuthOptionsOf(
  configuration: AuthConfiguration,
  options: CreateAuthProviderOptions,
): OAuthClientCredentialsAuthProviderOptions {
  return {
    ...oauthOptionsOf(configuration, options),
    cacheDir: configuration.CAMUNDA_TOKEN_CACHE_DIR,
    diskCacheDisable: configuration.CAMUNDA_TOKEN_DISK_CACHE_DISABLE,
  };
}

function clientAuthenticationOf(configuration: AuthConfiguration): ClientAuthentication | undefined {
  const method = configuration.CAMUNDA_OAUTH_CLIENT_AUTHENTICATION;
  if (method !== 'private_key_jwt') return method;
  const algorithm = configuration.CAMUNDA_OAUTH_PRIVATE_KEY_ALGORITHM;
  return {
    method,
    privateKey: revealSecret(requiredSetting(configuration, 'CAMUNDA_OAUTH_PRIVATE_KEY')),
    keyId: configuration.CAMUNDA_OAUTH_PRIVATE_KEY_ID,
    // RS256 is the default there: a key of another kind then decides for itself.
    algorithm: algorithm === 'RS256' ? undefined : algorithm,
  };
}
