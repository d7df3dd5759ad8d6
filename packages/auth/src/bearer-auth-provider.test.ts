import { Secret } from '@camunda/core';
import { describe, expect, it, vi } from 'vitest';
import { BearerAuthProvider } from './bearer-auth-provider.ts';

describe('BearerAuthProvider', () => {
  it('sends a token, also one in a Secret', async () => {
    expect(await new BearerAuthProvider({ token: 'abc' }).getHeaders()).toEqual({
      Authorization: 'Bearer abc',
    });
    const wrapped = new BearerAuthProvider({ token: new Secret('abc') });
    expect(await wrapped.getHeaders()).toEqual({ Authorization: 'Bearer abc' });
  });

  it('asks a function for each call, and tells it of a refusal', async () => {
    const token = vi.fn(async ({ forceRefresh }) => (forceRefresh ? new Secret('new') : 'old'));
    const provider = new BearerAuthProvider({ token });
    expect(await provider.getHeaders()).toEqual({ Authorization: 'Bearer old' });
    expect(await provider.getHeaders({ forceRefresh: true })).toEqual({ Authorization: 'Bearer new' });
    expect(token).toHaveBeenCalledTimes(2);
  });

  it('passes on what the function rejects with', async () => {
    const failure = new Error('vault is closed');
    const provider = new BearerAuthProvider({ token: () => Promise.reject(failure) });
    await expect(provider.getHeaders()).rejects.toBe(failure);
  });

  it.each(['', 'planted\r\nX-Other: 1', undefined, null, 42])(
    'refuses %j, and does not show it',
    async (token) => {
      const make = (): unknown => new BearerAuthProvider({ token: token as string });
      expect(make).toThrow(expect.objectContaining({ code: 'AUTH_OPTIONS_INVALID' }));
      expect(make).not.toThrow('planted');
      const provider = new BearerAuthProvider({ token: () => token as string });
      await expect(provider.getHeaders()).rejects.toMatchObject({ code: 'AUTH_OPTIONS_INVALID' });
    },
  );
});
