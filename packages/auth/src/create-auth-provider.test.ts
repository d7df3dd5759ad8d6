import { Secret } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { startTokenServer } from '../test/token-server.ts';
import { AuthError } from './auth-error.ts';
import { createAuthProvider } from './create-auth-provider.ts';

describe('createAuthProvider', () => {
  it('adds no headers when there is no strategy', async () => {
    expect(await createAuthProvider({}).getHeaders()).toEqual({});
    expect(await createAuthProvider({ CAMUNDA_AUTH_STRATEGY: 'NONE' }).getHeaders()).toEqual({});
  });

  it('makes a Basic provider', async () => {
    const provider = createAuthProvider({
      CAMUNDA_AUTH_STRATEGY: 'BASIC',
      CAMUNDA_BASIC_AUTH_USERNAME: 'demo',
      CAMUNDA_BASIC_AUTH_PASSWORD: new Secret('pass'),
    });
    expect(await provider.getHeaders()).toEqual({ Authorization: `Basic ${btoa('demo:pass')}` });
  });

  it('makes a bearer provider', async () => {
    const provider = createAuthProvider({
      CAMUNDA_AUTH_STRATEGY: 'BEARER',
      CAMUNDA_BEARER_TOKEN: new Secret('abc'),
    });
    expect(await provider.getHeaders()).toEqual({ Authorization: 'Bearer abc' });
  });

  it('makes a cookie provider', async () => {
    const provider = createAuthProvider({ CAMUNDA_AUTH_STRATEGY: 'COOKIE', CAMUNDA_COOKIE: 'session=1' });
    expect(await provider.getHeaders()).toEqual({ Cookie: 'session=1' });
  });

  it('makes an OAuth provider that sends what the configuration says', async () => {
    await using server = await startTokenServer();
    const provider = createAuthProvider({
      CAMUNDA_AUTH_STRATEGY: 'OAUTH',
      CAMUNDA_OAUTH_URL: server.url,
      CAMUNDA_CLIENT_ID: 'client',
      CAMUNDA_CLIENT_SECRET: new Secret('hidden'),
      CAMUNDA_TOKEN_AUDIENCE: 'zeebe.camunda.io',
      CAMUNDA_OAUTH_SCOPE: 'one two',
    });
    expect(await provider.getHeaders()).toEqual({ Authorization: 'Bearer token-1' });
    expect(Object.fromEntries(server.requests[0]?.form ?? [])).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client',
      client_secret: 'hidden',
      audience: 'zeebe.camunda.io',
      scope: 'one two',
    });
  });

  it.each([
    ['BASIC', 'CAMUNDA_BASIC_AUTH_USERNAME'],
    ['BEARER', 'CAMUNDA_BEARER_TOKEN'],
    ['OAUTH', 'CAMUNDA_CLIENT_ID'],
    ['COOKIE', 'CAMUNDA_COOKIE_AUTH_USERNAME'],
  ] as const)('refuses %s without its credentials, and names %s', (strategy, name) => {
    const make = (): unknown => createAuthProvider({ CAMUNDA_AUTH_STRATEGY: strategy });
    expect(make).toThrow(AuthError);
    expect(make).toThrow(name);
  });

  it('refuses a strategy that it does not know', () => {
    const make = (): unknown => createAuthProvider({ CAMUNDA_AUTH_STRATEGY: 'KERBEROS' as never });
    expect(make).toThrow('must be one of NONE, OAUTH, BASIC, BEARER, COOKIE');
  });
});
