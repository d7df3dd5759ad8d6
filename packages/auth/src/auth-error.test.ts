import { CamundaError } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { AuthError } from './auth-error.ts';

describe('AuthError', () => {
  it('is known by its brand', () => {
    const error = new AuthError('no', { code: 'AUTH_REFUSED', error: 'invalid_client', host: 'idp' });
    expect(AuthError.isInstance(error) && CamundaError.isInstance(error)).toBe(true);
    expect(AuthError.isInstance(new CamundaError('no', { code: 'AUTH_REFUSED' }))).toBe(false);
    expect(AuthError.isInstance(new Error('no'))).toBe(false);
    expect(error).toMatchObject({
      name: 'AuthError',
      code: 'AUTH_REFUSED',
      error: 'invalid_client',
      isRetryable: false,
    });
  });
});
