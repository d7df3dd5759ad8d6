import { AuthError } from './auth-error.ts';

/** Why a closed provider gives no more headers. */
export function providerClosed(): AuthError {
  return new AuthError('The provider of credentials was closed; make a new one.', {
    code: 'AUTH_PROVIDER_CLOSED',
  });
}
