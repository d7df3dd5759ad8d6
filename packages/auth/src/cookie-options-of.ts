import type { AuthConfiguration } from './auth-configuration.ts';
import type { CreateAuthProviderOptions } from './auth-provider-from.ts';
import type { CookieLoginOptions, CookieSessionOptions } from './cookie-auth-provider.ts';
import { requiredSetting } from './required-setting.ts';

/** The options of a cookie provider as a configuration states them. */
export function cookieOptionsOf(
  configuration: AuthConfiguration,
  options: CreateAuthProviderOptions,
): CookieSessionOptions | CookieLoginOptions {
  const { CAMUNDA_COOKIE, CAMUNDA_COOKIE_AUTH_URL, CAMUNDA_REST_ADDRESS } = configuration;
  if (CAMUNDA_COOKIE !== undefined) return { cookie: CAMUNDA_COOKIE };
  return {
    loginUrl: CAMUNDA_COOKIE_AUTH_URL ?? `${CAMUNDA_REST_ADDRESS?.replace(/\/v2\/?$/, '') ?? ''}/login`,
    username: requiredSetting(configuration, 'CAMUNDA_COOKIE_AUTH_USERNAME'),
    password: requiredSetting(configuration, 'CAMUNDA_COOKIE_AUTH_PASSWORD'),
    fetch: options.fetch,
    logger: options.logger,
    dangerouslySendCredentialsOverHttp: configuration.CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP,
  };
}
