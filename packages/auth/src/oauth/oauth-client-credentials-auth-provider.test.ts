import { Secret } from '@camunda/core';
import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { makeProvider, SECRET, tokenOf, turns } from '../../test/oauth-provider.ts';
import { startTokenServer } from '../../test/token-server.ts';
import { AuthError } from '../auth-error.ts';
import { OAuthClientCredentialsAuthProvider } from './oauth-client-credentials-auth-provider.ts';

describe('OAuthClientCredentialsAuthProvider', () => {
  describe('request', () => {
    it('posts the client credentials as a form, and leaves out what is not set', async () => {
      await using server = await startTokenServer();
      const provider = makeProvider(server.url, { clientId: 'id' });
      expect(await provider.getHeaders()).toEqual({ Authorization: 'Bearer token-1' });
      expect(Object.fromEntries(server.requests[0]?.form ?? [])).toEqual({
        grant_type: 'client_credentials',
        client_id: 'id',
        client_secret: SECRET,
      });
    });

    it('sends audience, scope and resources', async () => {
      await using server = await startTokenServer();
      const resource = ['https://a.example', 'https://b.example'];
      await makeProvider(server.url, { audience: 'aud', scope: 'one two', resource }).getHeaders();
      const form = server.requests[0]?.form;
      expect(form?.get('audience')).toBe('aud');
      expect(form?.get('scope')).toBe('one two');
      expect(form?.getAll('resource')).toEqual(resource);
    });

    it('sends id and secret encoded in the header for client_secret_basic', async () => {
      await using server = await startTokenServer();
      const provider = makeProvider(server.url, {
        clientId: 'a:b',
        clientSecret: new Secret('s p/ä'),
        clientAuthentication: 'client_secret_basic',
      });
      await provider.getHeaders();
      expect(server.requests[0]?.form.has('client_secret')).toBe(false);
      expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('a%3Ab:s+p%2F%C3%A4')}`);
    });

    it('takes a lifetime in text, one from the token itself, or 5 minutes', async () => {
      await using server = await startTokenServer();
      const claims = { exp: Math.floor(Date.now() / 1000) + 1000 };
      const jwt = `x.${btoa(JSON.stringify(claims))}.y`;
      const answers = [
        [1000, { kind: 'token', expiresIn: '1000' }],
        [1000, { kind: 'token', expiresIn: null, token: jwt }],
        [300, { kind: 'token', expiresIn: null }],
      ] as const;
      for (const [seconds, answer] of answers) {
        server.script.push(answer);
        const clock = new ManualClock();
        const provider = makeProvider(server.url, { clock });
        const token = await tokenOf(provider);
        clock.advance((seconds - 60) * 1000);
        expect(await tokenOf(provider)).toBe(token);
        clock.advance(58_000);
        expect(await tokenOf(provider)).not.toBe(token);
      }
    });
  });

  describe('memory', () => {
    it('gives a held token at once, without a promise', async () => {
      await using server = await startTokenServer();
      const provider = makeProvider(server.url);
      await provider.getHeaders();
      expect(provider.getHeaders()).toEqual({ Authorization: 'Bearer token-1' });
      expect(Object.isFrozen(provider.getHeaders())).toBe(true);
    });

    it('makes one request for a hundred callers', async () => {
      await using server = await startTokenServer();
      const provider = makeProvider(server.url);
      const tokens = await Promise.all(Array.from({ length: 100 }, () => tokenOf(provider)));
      expect(new Set(tokens)).toEqual(new Set(['token-1']));
      expect(server.requests).toHaveLength(1);
    });

    it('makes one request for five providers of the same identity [M4]', async () => {
      await using server = await startTokenServer();
      const options = { clientId: 'shared', audience: 'a' };
      const providers = Array.from({ length: 5 }, () => makeProvider(server.url, options));
      expect(await Promise.all(providers.map((provider) => tokenOf(provider)))).toEqual(
        Array(5).fill('token-1'),
      );
      expect(server.requests).toHaveLength(1);
    });

    it('never shares between identities that differ in anything', async () => {
      await using server = await startTokenServer();
      const base = { clientId: 'apart', clientSecret: 'x', audience: 'a', scope: 's', resource: 'https://r' };
      const different = [
        {},
        { clientId: 'apart2' },
        { clientSecret: 'y' },
        { audience: 'b' },
        { scope: 't' },
        { resource: 'https://q' },
        { clientAuthentication: 'client_secret_basic' },
        { shareTokens: false },
      ] as const;
      for (const options of different) await makeProvider(server.url, { ...base, ...options }).getHeaders();
      await makeProvider(`${server.url}?realm=2`, base).getHeaders();
      expect(server.requests).toHaveLength(different.length + 1);
    });

    it('asks for itself when the provider that asked is closed', async () => {
      await using server = await startTokenServer();
      let open = (): void => undefined;
      server.gate = new Promise((resolve) => {
        open = resolve;
      });
      const first = makeProvider(server.url, { clientId: 'handover' });
      const second = makeProvider(server.url, { clientId: 'handover' });
      const [one, two] = [tokenOf(first), tokenOf(second)];
      one.catch(() => undefined);
      await vi.waitFor(() => expect(server.requests).toHaveLength(1));
      first.close();
      open();
      await expect(one).rejects.toMatchObject({ code: 'AUTH_PROVIDER_CLOSED' });
      expect(await two).toBe('token-2');
    });

    it('lets a caller leave without ending the request of the others', async () => {
      await using server = await startTokenServer();
      const provider = makeProvider(server.url);
      const leaving = new AbortController();
      const gone = tokenOf(provider, { signal: leaving.signal });
      const stays = tokenOf(provider);
      leaving.abort(new Error('deadline'));
      await expect(gone).rejects.toThrow('deadline');
      expect(await stays).toBe('token-1');
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('renewal', () => {
    it('uses a token of 30 s for many calls [T15, M3]', async () => {
      await using server = await startTokenServer();
      server.fallback = () => ({ kind: 'token', expiresIn: 30 });
      const clock = new ManualClock();
      const provider = makeProvider(server.url, { clock });
      for (let call = 0; call < 20; call += 1) await provider.getHeaders();
      clock.advance(14_000);
      expect(await tokenOf(provider)).toBe('token-1');
      await turns();
      expect(server.requests).toHaveLength(1);
    });

    it.each([1e300, Number.MAX_VALUE])(
      'is not renewed for each call when it lives for %d s',
      async (expiresIn) => {
        await using server = await startTokenServer();
        server.fallback = () => ({ kind: 'token', expiresIn });
        const provider = makeProvider(server.url);
        for (let call = 0; call < 5; call += 1) {
          await tokenOf(provider);
          await turns();
        }
        expect(server.requests).toHaveLength(1);
      },
    );

    it('serves the old token while it renews ahead of the end, once', async () => {
      await using server = await startTokenServer();
      const clock = new ManualClock();
      const provider = makeProvider(server.url, { clock });
      await provider.getHeaders();
      let open = (): void => undefined;
      server.gate = new Promise((resolve) => {
        open = resolve;
      });
      clock.advance(3_430_000);
      for (let call = 0; call < 10; call += 1) {
        expect(provider.getHeaders()).toEqual({ Authorization: 'Bearer token-1' });
      }
      open();
      await vi.waitFor(() => expect(provider.getHeaders()).toEqual({ Authorization: 'Bearer token-2' }));
      expect(server.requests).toHaveLength(2);
    });

    it('goes on serving it when renewal fails, pauses between attempts, and tells', async () => {
      await using server = await startTokenServer();
      const clock = new ManualClock();
      const warn = vi.fn();
      const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
      const provider = makeProvider(server.url, { clock, logger, retryMaxAttempts: 1 });
      await provider.getHeaders();
      server.fallback = () => ({ kind: 'status', status: 503 });
      clock.advance(3_430_000);
      for (let call = 0; call < 10; call += 1) {
        expect(await tokenOf(provider)).toBe('token-1');
        await turns(5);
      }
      await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1));
      expect(server.requests).toHaveLength(2);
      clock.advance(1_500);
      await provider.getHeaders();
      await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(2));
      clock.advance(170_000);
      await expect(tokenOf(provider)).rejects.toMatchObject({ code: 'AUTH_UNAVAILABLE' });
    });

    it('is not misled by a clock that is set back or forth', async () => {
      await using server = await startTokenServer();
      const clock = new ManualClock();
      const provider = makeProvider(server.url, { clock });
      await provider.getHeaders();
      clock.jump(-3_600_000);
      expect(await tokenOf(provider)).toBe('token-1');
      clock.advance(3_599_000);
      expect(await tokenOf(provider)).toBe('token-2');
      // A machine that slept: the monotonic clock did not go on, the wall clock did.
      clock.jump(7_200_000);
      expect(await tokenOf(provider)).toBe('token-3');
    });

    it('does not mind that the clock of the server is off by minutes', async () => {
      await using server = await startTokenServer();
      for (const minutes of [-10, 10]) {
        const date = new Date(Date.now() + minutes * 60_000);
        server.script.push({ kind: 'token', expiresIn: 120, date });
        const clock = new ManualClock();
        const provider = makeProvider(server.url, { clock });
        const token = await tokenOf(provider);
        clock.advance(60_000);
        expect(await tokenOf(provider)).toBe(token);
      }
    });

    it('judges the end that a token states by the clock of the server', async () => {
      await using server = await startTokenServer();
      const serverNow = Date.now() + 600_000;
      const jwt = `x.${btoa(JSON.stringify({ exp: Math.floor(serverNow / 1000) + 100 }))}.y`;
      server.script.push({ kind: 'token', expiresIn: null, token: jwt, date: new Date(serverNow) });
      const clock = new ManualClock();
      const provider = makeProvider(server.url, { clock });
      expect(await tokenOf(provider)).toBe(jwt);
      clock.advance(105_000);
      expect(await tokenOf(provider)).toBe('token-2');
    });
  });

  describe('forced refresh', () => {
    it('makes one request for ten callers [T14]', async () => {
      await using server = await startTokenServer();
      const provider = makeProvider(server.url);
      await provider.getHeaders();
      const calls = Array.from({ length: 10 }, () => tokenOf(provider, { forceRefresh: true }));
      expect(new Set(await Promise.all(calls))).toEqual(new Set(['token-2']));
      expect(server.requests).toHaveLength(2);
    });

    it('makes none when another call has already replaced the refused token', async () => {
      await using server = await startTokenServer();
      const provider = makeProvider(server.url);
      const refusedHeaders = await provider.getHeaders();
      expect(await tokenOf(provider, { forceRefresh: true, refusedHeaders })).toBe('token-2');
      expect(await tokenOf(provider, { forceRefresh: true, refusedHeaders })).toBe('token-2');
      expect(server.requests).toHaveLength(2);
    });

    it('does not turn an API that refuses everything into a flood of token requests', async () => {
      await using server = await startTokenServer();
      const clock = new ManualClock();
      const provider = makeProvider(server.url, { clock });
      await provider.getHeaders();
      for (let call = 0; call < 50; call += 1) await provider.getHeaders({ forceRefresh: true });
      expect(server.requests).toHaveLength(11);
      clock.advance(10_000);
      for (let call = 0; call < 50; call += 1) await provider.getHeaders({ forceRefresh: true });
      expect(server.requests).toHaveLength(12);
    });
  });

  describe('clear and close', () => {
    it('forgets the token', async () => {
      await using server = await startTokenServer();
      const provider = makeProvider(server.url);
      await provider.getHeaders();
      await provider.clear();
      expect(await tokenOf(provider)).toBe('token-2');
    });

    it('does not let a late answer revive a cleared token', async () => {
      await using server = await startTokenServer();
      let open = (): void => undefined;
      server.gate = new Promise((resolve) => {
        open = resolve;
      });
      const provider = makeProvider(server.url);
      const early = tokenOf(provider);
      await vi.waitFor(() => expect(server.requests).toHaveLength(1));
      await provider.clear();
      open();
      expect(await early).toBe('token-2');
      expect(await tokenOf(provider)).toBe('token-2');
      expect(server.requests).toHaveLength(2);
    });

    it('refuses calls after close, and ends what is under way', async () => {
      await using server = await startTokenServer();
      server.fallback = () => ({ kind: 'silent' });
      const provider = makeProvider(server.url);
      const waiting = tokenOf(provider);
      waiting.catch(() => undefined);
      await vi.waitFor(() => expect(server.requests).toHaveLength(1));
      await provider[Symbol.asyncDispose]();
      await expect(waiting).rejects.toMatchObject({ code: 'AUTH_PROVIDER_CLOSED' });
      await expect(tokenOf(provider)).rejects.toSatisfy(AuthError.isInstance);
    });
  });

  describe('options', () => {
    it.each([
      [{ oauthUrl: undefined }, 'CAMUNDA_OAUTH_URL'],
      [{ oauthUrl: 'not an address' }, 'CAMUNDA_OAUTH_URL'],
      [{ oauthUrl: 'https://user:pass@idp.example' }, 'CAMUNDA_OAUTH_URL'],
      [{ clientId: '' }, 'CAMUNDA_CLIENT_ID'],
      [{ clientSecret: undefined }, 'CAMUNDA_CLIENT_SECRET'],
      [{ timeoutMs: 0 }, 'CAMUNDA_OAUTH_TIMEOUT_MS'],
      [{ retryMaxAttempts: Number.NaN }, 'retryMaxAttempts'],
      [{ timeoutMs: 2 ** 31 }, 'CAMUNDA_OAUTH_TIMEOUT_MS'],
      [{ clientId: 5 }, 'CAMUNDA_CLIENT_ID'],
      [{ clientSecret: 5 }, 'CAMUNDA_CLIENT_SECRET'],
      [{ audience: 5 }, 'CAMUNDA_TOKEN_AUDIENCE'],
      [{ scope: ['a'] }, 'CAMUNDA_OAUTH_SCOPE'],
      [{ resource: 5 }, 'resource'],
      [{ clientAuthentication: 'magic' }, 'client_secret_basic'],
      [{ clientAuthentication: {} }, 'client_secret_basic'],
      [{ clientAuthentication: { method: 'private_key_jwt' } }, 'CAMUNDA_OAUTH_PRIVATE_KEY'],
    ])('refuses %o and names %s', (options, name) => {
      const given = { oauthUrl: 'https://idp.example/token', clientId: 'a', clientSecret: 'b', ...options };
      const make = (): unknown => new OAuthClientCredentialsAuthProvider(given as never);
      expect(make).toThrow(name);
      expect(make).toThrow(expect.objectContaining({ code: 'AUTH_OPTIONS_INVALID' }));
    });

    it.each([
      'https//me:PLANTED@idp.example',
      'http://me:PLANTED@127.0.0.1:0x/',
      'PLANTED',
      'token?client_secret=PLANTED',
    ])('does not show a secret that stands in the address: %s', (oauthUrl) => {
      const make = () =>
        new OAuthClientCredentialsAuthProvider({ oauthUrl, clientId: 'a', clientSecret: 'PLANTED' });
      expect(make).toThrow(/oauthUrl \(CAMUNDA_OAUTH_URL\) must be an address/);
    });

    it.each([
      'http://idp.example/token',
      'http://10.0.0.1/token',
      'http://localhost.example/token',
      'ftp://localhost/',
    ])('does not send the secret to %s unless told loudly', (oauthUrl) => {
      const options = { oauthUrl, clientId: 'a', clientSecret: 'b' };
      const make = (): unknown => new OAuthClientCredentialsAuthProvider(options);
      expect(make).toThrow('CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP');
      const loud = { ...options, dangerouslySendCredentialsOverHttp: true };
      expect(() => new OAuthClientCredentialsAuthProvider(loud)).not.toThrow();
    });

    it('warns where a folder is set and there is no file system', () => {
      const warn = vi.fn();
      const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
      const cacheDir = '/anywhere';
      const options = { oauthUrl: 'https://idp.example', clientId: 'a', clientSecret: 'b', cacheDir, logger };
      new OAuthClientCredentialsAuthProvider(options);
      expect(warn.mock.calls[0]?.[0]).toContain('CAMUNDA_TOKEN_CACHE_DIR');
    });
  });
});
