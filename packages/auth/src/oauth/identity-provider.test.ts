import { generateKeyPairSync } from 'node:crypto';
import { exportJWK, importPKCS8 } from 'jose';
import { Agent, fetch as undiciFetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeCertificates } from '../../test/certificates.ts';
import { type IdentityProvider, startIdentityProvider } from '../../test/identity-provider.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { makeProvider, tokenOf } from '../../test/oauth-provider.ts';
import type { ClientAuthentication } from './client-authentication.ts';
import { OAuthClientCredentialsAuthProvider } from './oauth-client-credentials-auth-provider.ts';

const ODD_SECRET = 's3cr%t +~/:&=?';

// The provider warns that its defaults are for development: so they are used here.
beforeAll(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
});
afterAll(() => {
  vi.restoreAllMocks();
});

async function describeToken(
  idp: IdentityProvider,
  token: string | undefined,
): Promise<Record<string, unknown>> {
  return await idp.describe(token ?? '');
}

describe('with a real identity provider', () => {
  it.each(['client_secret_post', 'client_secret_basic'] as const)('%s', async (method) => {
    const client = { client_id: 'odd:client', client_secret: ODD_SECRET, token_endpoint_auth_method: method };
    await using idp = await startIdentityProvider({ clients: [client] });
    const options = { clientId: 'odd:client', clientAuthentication: method };
    const provider = makeProvider(idp.tokenEndpoint, { ...options, clientSecret: ODD_SECRET });
    const described = await describeToken(idp, await tokenOf(provider));
    expect(described).toMatchObject({ active: true, client_id: 'odd:client', token_type: 'Bearer' });

    const wrong = makeProvider(idp.tokenEndpoint, { ...options, clientSecret: 'wrong' });
    await expect(tokenOf(wrong)).rejects.toMatchObject({
      code: 'AUTH_REFUSED',
      error: 'invalid_client',
      errorDescription: 'client authentication failed',
      host: new URL(idp.issuer).host,
      clientId: 'odd:client',
    });
    expect(idp.tokenRequests).toBe(2);
  });

  it('finds the token endpoint from the issuer, once', async () => {
    const client = { client_id: 'c', client_secret: 's' };
    await using idp = await startIdentityProvider({ clients: [client] });
    for (const issuer of [idp.issuer, `${idp.issuer}/.well-known/openid-configuration`]) {
      const provider = new OAuthClientCredentialsAuthProvider({
        issuer,
        clientId: 'c',
        clientSecret: 's',
        shareTokens: false,
      });
      expect(await describeToken(idp, await tokenOf(provider))).toMatchObject({ active: true });
      expect(await describeToken(idp, await tokenOf(provider, { forceRefresh: true }))).toMatchObject({
        active: true,
      });
    }
  });

  it('refuses an issuer that publishes the configuration of another', async () => {
    await using idp = await startIdentityProvider({ clients: [] });
    const issuer = idp.issuer.replace('127.0.0.1', 'localhost');
    const provider = new OAuthClientCredentialsAuthProvider({ issuer, clientId: 'c', clientSecret: 's' });
    await expect(tokenOf(provider)).rejects.toMatchObject({ code: 'AUTH_RESPONSE_INVALID' });
  });

  it('sends scope and resource', async () => {
    const client = { client_id: 'c', client_secret: 's', scope: 'read' };
    await using idp = await startIdentityProvider({ clients: [client] });
    const options = { clientId: 'c', clientSecret: 's', scope: 'read', resource: 'https://api.example' };
    const token = await tokenOf(makeProvider(idp.tokenEndpoint, options));
    expect(await describeToken(idp, token)).toMatchObject({ scope: 'read', aud: 'https://api.example' });
    const wrong = makeProvider(idp.tokenEndpoint, { ...options, scope: 'write' });
    await expect(tokenOf(wrong)).rejects.toMatchObject({ code: 'AUTH_REFUSED', error: 'invalid_scope' });
  });
});

describe('private_key_jwt with a real identity provider', () => {
  const keys = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    PS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    Ed25519: generateKeyPairSync('ed25519'),
  };

  async function start(algorithm: keyof typeof keys): Promise<{ idp: IdentityProvider; pem: string }> {
    const { publicKey, privateKey } = keys[algorithm];
    const idp = await startIdentityProvider({
      clients: [
        {
          client_id: 'signer',
          token_endpoint_auth_method: 'private_key_jwt',
          token_endpoint_auth_signing_alg: algorithm,
          jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1' }] },
        },
      ],
    });
    return { idp, pem: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string };
  }

  const signer = (idp: IdentityProvider, clientAuthentication: ClientAuthentication, clock?: ManualClock) =>
    makeProvider(idp.tokenEndpoint, {
      clientId: 'signer',
      clientSecret: undefined,
      clientAuthentication,
      clock,
    });

  it.each(['RS256', 'PS256', 'ES256', 'Ed25519'] as const)(
    'signs with %s from a PEM key',
    async (algorithm) => {
      const { idp, pem } = await start(algorithm);
      await using _closing = idp;
      const named = { method: 'private_key_jwt', privateKey: pem, algorithm, keyId: 'k1' } as const;
      expect(await describeToken(idp, await tokenOf(signer(idp, named)))).toMatchObject({
        client_id: 'signer',
      });
      if (algorithm === 'PS256') return;
      const unnamed = { method: 'private_key_jwt', privateKey: pem } as const;
      expect(await describeToken(idp, await tokenOf(signer(idp, unnamed)))).toMatchObject({ active: true });
    },
  );

  it('signs with a CryptoKey', async () => {
    const { idp, pem } = await start('ES256');
    await using _closing = idp;
    const privateKey = await importPKCS8(pem, 'ES256');
    const token = await tokenOf(signer(idp, { method: 'private_key_jwt', privateKey }));
    expect(await describeToken(idp, token)).toMatchObject({ active: true });
  });

  it('is refused with the key of another', async () => {
    const { idp } = await start('ES256');
    await using _closing = idp;
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const privateKey = stranger.export({ format: 'pem', type: 'pkcs8' }) as string;
    const provider = signer(idp, { method: 'private_key_jwt', privateKey });
    await expect(tokenOf(provider)).rejects.toMatchObject({ error: 'invalid_client' });
    expect(idp.tokenRequests).toBe(1);
  });

  it.each([-10, 10])('learns from the refusal that its clock is off by %i minutes', async (minutes) => {
    const { idp, pem } = await start('ES256');
    await using _closing = idp;
    const clock = new ManualClock();
    clock.jump(minutes * 60_000);
    const provider = signer(idp, { method: 'private_key_jwt', privateKey: pem }, clock);
    expect(await describeToken(idp, await tokenOf(provider))).toMatchObject({ active: true });
    expect(idp.tokenRequests).toBe(2);
    await tokenOf(provider, { forceRefresh: true });
    expect(idp.tokenRequests).toBe(3);
  });
});

describe('tls_client_auth with a real identity provider', () => {
  const certificates = makeCertificates();
  const client = {
    client_id: 'machine',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=client',
  };

  const fetchWith = (connect: { cert?: string; key?: string }) => {
    const dispatcher = new Agent({ connect: { ca: certificates.ca, ...connect } });
    return ((url: string, init: object) =>
      undiciFetch(url, { ...init, dispatcher })) as unknown as typeof fetch;
  };

  it('gets a token with the certificate of the connection', async () => {
    await using idp = await startIdentityProvider({ clients: [client], certificates });
    const fetch = fetchWith(certificates.client);
    for (const address of [{ oauthUrl: idp.tokenEndpoint }, { oauthUrl: undefined, issuer: idp.issuer }]) {
      const provider = new OAuthClientCredentialsAuthProvider({
        ...address,
        clientId: 'machine',
        clientAuthentication: 'tls_client_auth',
        fetch,
      });
      const token = await tokenOf(provider);
      expect(await idp.describe(token ?? '', fetch)).toMatchObject({ active: true, client_id: 'machine' });
    }
  });

  it.each([
    ['none', {}],
    ['that of another authority', certificates.stranger],
  ])('is refused with the certificate: %s', async (_name, connect) => {
    await using idp = await startIdentityProvider({ clients: [client], certificates });
    const provider = makeProvider(idp.tokenEndpoint, {
      clientId: 'machine',
      clientAuthentication: 'tls_client_auth',
      fetch: fetchWith(connect),
    });
    await expect(tokenOf(provider)).rejects.toMatchObject({ code: 'AUTH_REFUSED', error: 'invalid_client' });
  });

  it('does not go on when the server cannot be trusted', async () => {
    await using idp = await startIdentityProvider({ clients: [client], certificates });
    const provider = makeProvider(idp.tokenEndpoint, {
      clientAuthentication: 'tls_client_auth',
      retryMaxAttempts: 1,
    });
    await expect(tokenOf(provider)).rejects.toMatchObject({ code: 'AUTH_UNAVAILABLE' });
    expect(idp.tokenRequests).toBe(0);
  });
});
