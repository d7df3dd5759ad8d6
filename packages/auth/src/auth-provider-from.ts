import type { FetchLike } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import type { AuthConfiguration } from './auth-configuration.ts';
import type { AuthProvider } from './auth-provider.ts';
import { BasicAuthProvider } from './basic-auth-provider.ts';
import { BearerAuthProvider } from './bearer-auth-provider.ts';
import { NullAuthProvider } from './null-auth-provider.ts';
import { requiredSetting } from './required-setting.ts';
import { unusableCredentials } from './unusable-credentials.ts';

/** What a provider gets besides its settings. */
export interface CreateAuthProviderOptions {
  /** How requests to the identity provider are sent. @default the runtime's `fetch` */
  readonly fetch?: FetchLike | undefined;
  /** Where providers write of refusals and failed renewals; never of secrets. @default nowhere */
  readonly logger?: CamundaLogger | undefined;
}

type MakeProvider = (configuration: AuthConfiguration, options: CreateAuthProviderOptions) => AuthProvider;

/** How the providers are made that differ with the runtime. */
export interface ProviderMakers {
  readonly oauth: MakeProvider;
  readonly cookie: MakeProvider;
}

/** The provider that a configuration asks for. */
export function authProviderFrom(
  configuration: AuthConfiguration,
  options: CreateAuthProviderOptions,
  make: ProviderMakers,
): AuthProvider {
  const { CAMUNDA_AUTH_STRATEGY: strategy } = configuration;
  switch (strategy) {
    case 'BASIC':
      return new BasicAuthProvider({
        username: requiredSetting(configuration, 'CAMUNDA_BASIC_AUTH_USERNAME'),
        password: requiredSetting(configuration, 'CAMUNDA_BASIC_AUTH_PASSWORD'),
      });
    case 'BEARER':
      return new BearerAuthProvider({ token: requiredSetting(configuration, 'CAMUNDA_BEARER_TOKEN') });
    case 'COOKIE':
      return make.cookie(configuration, options);
    case 'OAUTH':
      return make.oauth(configuration, options);
    case 'NONE':
    case undefined:
      return new NullAuthProvider();
    default:
      strategy satisfies never;
      throw unusableCredentials('CAMUNDA_AUTH_STRATEGY must be one of NONE, OAUTH, BASIC, BEARER, COOKIE');
  }
}
