import { generateKeyPairSync } from 'node:crypto';
import { ConfigurationResolver, readEnvironment } from '@camunda/config';
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
    expect(make).not.toThrow('KERBEROS');
    expect(make).toThrow('must be one of NONE, OAUTH, BASIC, BEARER, COOKIE');
  });

  describe('from the environment', () => {
    const providerOf = (environment: Record<string, string>) =>
      createAuthProvider(new ConfigurationResolver(readEnvironment(environment)).resolve().effective);

    it('knows the strategy from the credentials, and every name', async () => {
      await using server = await startTokenServer();
      const provider = providerOf({
        ZEEBE_CLIENT_ID: 'from environment',
        CAMUNDA_CLIENT_AUTH_CLIENTSECRET: 'hidden',
        CAMUNDA_OAUTH_URL: server.url,
        CAMUNDA_TOKEN_SCOPE: 'read',
        CAMUNDA_OAUTH_CLIENT_AUTHENTICATION: 'client_secret_basic',
      });
      expect(await provider.getHeaders()).toEqual({ Authorization: 'Bearer token-1' });
      const { form, headers } = server.requests[0] ?? {};
      expect(headers?.authorization).toMatch(/^Basic /);
      expect([form?.get('audience'), form?.get('scope')]).toEqual(['zeebe.camunda.io', 'read']);
    });

    it('leaves the audience out when told so', async () => {
      await using server = await startTokenServer();
      const credentials = { CAMUNDA_CLIENT_ID: 'without audience', CAMUNDA_CLIENT_SECRET: 'hidden' };
      await providerOf({
        ...credentials,
        CAMUNDA_OAUTH_URL: server.url,
        CAMUNDA_TOKEN_AUDIENCE: 'none',
      }).getHeaders();
      expect(server.requests[0]?.form.has('audience')).toBe(false);
    });

    it('signs assertions with a key of whatever kind', async () => {
      await using server = await startTokenServer();
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      await providerOf({
        CAMUNDA_AUTH_STRATEGY: 'OAUTH',
        CAMUNDA_CLIENT_ID: 'signer',
        CAMUNDA_OAUTH_URL: server.url,
        CAMUNDA_OAUTH_CLIENT_AUTHENTICATION: 'private_key_jwt',
        CAMUNDA_OAUTH_PRIVATE_KEY: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
        CAMUNDA_OAUTH_PRIVATE_KEY_ID: 'k1',
      }).getHeaders();
      const [header] = server.requests[0]?.form.get('client_assertion')?.split('.') ?? [];
      expect(JSON.parse(atob(header ?? ''))).toEqual({ alg: 'ES256', kid: 'k1' });
    });

    it('sends no secret over plain http: unless told loudly', () => {
      const environment = {
        CAMUNDA_CLIENT_ID: 'a',
        CAMUNDA_CLIENT_SECRET: 'b',
        CAMUNDA_OAUTH_URL: 'http://keycloak:18080/realms/camunda/protocol/openid-connect/token',
      };
      expect(() => providerOf(environment)).toThrow('CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP');
      const loud = { ...environment, CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP: 'true' };
      expect(() => providerOf(loud)).not.toThrow();
    });
  });
});
