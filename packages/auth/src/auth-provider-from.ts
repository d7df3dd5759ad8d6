import type { FetchLike } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import type { AuthConfiguration } from './auth-configuration.ts';
import { AuthError } from './auth-error.ts';
import type { AuthProvider } from './auth-provider.ts';
import { BasicAuthProvider } from './basic-auth-provider.ts';
import { BearerAuthProvider } from './bearer-auth-provider.ts';
import type { CookieLoginOptions, CookieSessionOptions } from './cookie-auth-provider.ts';
import { NullAuthProvider } from './null-auth-provider.ts';
import type { OAuthClientCredentialsAuthProviderOptions } from './oauth/oauth-options.ts';
import { oauthOptionsOf } from './oauth-options-of.ts';

/** What a provider gets besides its settings. */
export interface CreateAuthProviderOptions {
  /** How requests to the identity provider are sent. @default the runtime's `fetch` */
  readonly fetch?: FetchLike | undefined;
  /** Where providers write of refusals and failed renewals; never of secrets. @default nowhere */
  readonly logger?: CamundaLogger | undefined;
}

/** The classes that differ with the runtime. */
export interface ProviderClasses {
  readonly OAuth: new (options: OAuthClientCredentialsAuthProviderOptions) => AuthProvider;
  readonly Cookie: new (options: CookieSessionOptions | CookieLoginOptions) => AuthProvider;
}

/** The provider that a configuration asks for. */
export function authProviderFrom(
  configuration: AuthConfiguration,
  options: CreateAuthProviderOptions,
  classes: ProviderClasses,
): AuthProvider {
  switch (configuration.CAMUNDA_AUTH_STRATEGY) {
    case 'BASIC':
      return new BasicAuthProvider({
        username: required(configuration, 'CAMUNDA_BASIC_AUTH_USERNAME'),
        password: required(configuration, 'CAMUNDA_BASIC_AUTH_PASSWORD'),
      });
    case 'BEARER':
      return new BearerAuthProvider({ token: required(configuration, 'CAMUNDA_BEARER_TOKEN') });
    case 'COOKIE':
      return new classes.Cookie(cookieOptions(configuration, options));
    case 'OAUTH':
      return new classes.OAuth(
        oauthOptionsOf(configuration, required(configuration, 'CAMUNDA_CLIENT_ID'), options),
      );
    case 'NONE':
    case undefined:
      return new NullAuthProvider();
    default:
      throw new AuthError(
        `CAMUNDA_AUTH_STRATEGY is ${JSON.stringify(configuration.CAMUNDA_AUTH_STRATEGY satisfies never)}, but must be one of ` +
          'NONE, OAUTH, BASIC, BEARER, COOKIE.',
        { code: 'AUTH_OPTIONS_INVALID' },
      );
  }
}

function cookieOptions(
  configuration: AuthConfiguration,
  options: CreateAuthProviderOptions,
): CookieSessionOptions | CookieLoginOptions {
  const { CAMUNDA_COOKIE, CAMUNDA_COOKIE_AUTH_URL, CAMUNDA_REST_ADDRESS } = configuration;
  if (CAMUNDA_COOKIE !== undefined) return { cookie: CAMUNDA_COOKIE };
  return {
    loginUrl: CAMUNDA_COOKIE_AUTH_URL ?? `${CAMUNDA_REST_ADDRESS?.replace(/\/v2\/?$/, '') ?? ''}/login`,
    username: required(configuration, 'CAMUNDA_COOKIE_AUTH_USERNAME'),
    password: required(configuration, 'CAMUNDA_COOKIE_AUTH_PASSWORD'),
    fetch: options.fetch,
    logger: options.logger,
    dangerouslySendCredentialsOverHttp: configuration.CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP,
  };
}

function required<Key extends keyof AuthConfiguration>(
  configuration: AuthConfiguration,
  key: Key,
): NonNullable<AuthConfiguration[Key]> {
  const value = configuration[key];
  if (value !== undefined && value !== '') return value as NonNullable<AuthConfiguration[Key]>;
  throw new AuthError(
    `CAMUNDA_AUTH_STRATEGY is ${configuration.CAMUNDA_AUTH_STRATEGY}, so ${key} must be set.`,
    {
      code: 'AUTH_OPTIONS_INVALID',
    },
  );
}
