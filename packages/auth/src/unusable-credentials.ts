import { AuthError } from './auth-error.ts';

/** An option of a provider is missing or wrong. @param reason names it; without a full stop */
export function unusableCredentials(reason: string): AuthError {
  return new AuthError(`The credentials are not usable: ${reason}.`, { code: 'AUTH_OPTIONS_INVALID' });
}
