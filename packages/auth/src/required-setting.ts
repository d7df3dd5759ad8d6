import type { AuthConfiguration } from './auth-configuration.ts';
import { unusableCredentials } from './unusable-credentials.ts';

/**
 * A setting that the strategy cannot do without.
 *
 * @throws AuthError `AUTH_OPTIONS_INVALID` when it is not set
 */
export function requiredSetting<Key extends keyof AuthConfiguration>(
  configuration: AuthConfiguration,
  key: Key,
): NonNullable<AuthConfiguration[Key]> {
  const value = configuration[key];
  if (value !== undefined && value !== '') return value as NonNullable<AuthConfiguration[Key]>;
  throw unusableCredentials(
    `CAMUNDA_AUTH_STRATEGY is ${configuration.CAMUNDA_AUTH_STRATEGY}, so ${key} must be set`,
  );
}
