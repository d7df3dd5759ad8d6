import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { makeProvider, tokenOf, turns } from '../../test/oauth-provider.ts';
import { startTokenServer } from '../../test/token-server.ts';
import type { StoredRefusal, StoredToken, TokenStore } from './token-store.ts';

/** A store in memory: what a Redis would be. */
function memoryStore(): TokenStore & { readonly tokens: Map<string, StoredToken> } {
  const tokens = new Map<string, StoredToken>();
  const refusals = new Map<string, StoredRefusal>();
  return {
    tokens,
    read: async ({ digest }) => tokens.get(digest),
    write: async ({ digest }, token) => {
      tokens.set(digest, token);
      refusals.delete(digest);
    },
    readRefusal: async ({ digest }) => refusals.get(digest),
    writeRefusal: async ({ digest }, refusal) => void refusals.set(digest, refusal),
    remove: async ({ digest }) => {
      tokens.delete(digest);
      refusals.delete(digest);
    },
  };
}

const broken = (): Promise<never> => Promise.reject(new Error('the store is down'));
const apart = { clientId: 'stored', shareTokens: false };

describe('tokenStore', () => {
  it('hands a token from one process to the next', async () => {
    await using server = await startTokenServer();
    const tokenStore = memoryStore();
    for (let start = 0; start < 3; start += 1) {
      expect(await tokenOf(makeProvider(server.url, { ...apart, tokenStore }))).toBe('token-1');
    }
    expect(server.requests).toHaveLength(1);
    expect([...tokenStore.tokens.keys()][0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('lets one process renew for the others', async () => {
    await using server = await startTokenServer();
    const clock = new ManualClock();
    const options = { ...apart, tokenStore: memoryStore(), clock };
    const providers = [makeProvider(server.url, options), makeProvider(server.url, options)];
    for (const provider of providers) expect(await tokenOf(provider)).toBe('token-1');
    clock.advance(3_430_000);
    for (const provider of providers) {
      expect(await tokenOf(provider)).toBe('token-1');
      await vi.waitFor(async () => expect(await tokenOf(provider)).toBe('token-2'));
    }
    expect(server.requests).toHaveLength(2);
  });

  it('counts the age of a token that another process got', async () => {
    await using server = await startTokenServer();
    const clock = new ManualClock();
    const options = { ...apart, tokenStore: memoryStore(), clock };
    await makeProvider(server.url, options).getHeaders();
    clock.advance(3_000_000);
    const late = makeProvider(server.url, options);
    expect(await tokenOf(late)).toBe('token-1');
    clock.advance(596_000);
    expect(await tokenOf(late)).toBe('token-2');
  });

  it.each(['read', 'write', 'readRefusal', 'withLock'] as const)(
    'costs a warning and no call when its %s fails',
    async (method) => {
      await using server = await startTokenServer();
      const warn = vi.fn();
      const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
      const tokenStore = { ...memoryStore(), [method]: broken };
      const provider = makeProvider(server.url, { ...apart, tokenStore, logger });
      expect(await tokenOf(provider)).toBe('token-1');
      expect(warn).toHaveBeenCalled();
      expect(warn.mock.calls.join('\n')).toContain('the store is down');
      expect(server.requests).toHaveLength(1);
    },
  );

  it('keeps the token when only the release of the lock fails, and asks once', async () => {
    await using server = await startTokenServer();
    const withLock = async <T>(_identity: unknown, work: () => Promise<T>): Promise<T> => {
      await work();
      return await broken();
    };
    const provider = makeProvider(server.url, { ...apart, tokenStore: { ...memoryStore(), withLock } });
    expect(await tokenOf(provider)).toBe('token-1');
    expect(server.requests).toHaveLength(1);
  });

  it('does not keep a late answer to a request from before clear()', async () => {
    await using server = await startTokenServer();
    let open = (): void => undefined;
    server.gate = new Promise((resolve) => {
      open = resolve;
    });
    const tokenStore = memoryStore();
    const leaving = new AbortController();
    const answered = vi.fn();
    const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
      const response = await globalThis.fetch(String(url), init);
      answered();
      return response;
    };
    const provider = makeProvider(server.url, { ...apart, tokenStore, fetch });
    const early = tokenOf(provider, { signal: leaving.signal });
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    leaving.abort(new Error('left'));
    await expect(early).rejects.toThrow('left');
    await provider.clear();
    open();
    await vi.waitFor(() => expect(answered).toHaveBeenCalledTimes(1));
    await turns(50);
    expect([...tokenStore.tokens.values()]).toEqual([]);
    expect(await tokenOf(provider)).toBe('token-2');
  });

  it('needs a keyId to keep the tokens of a CryptoKey', async () => {
    await using server = await startTokenServer();
    const warn = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const { privateKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    const tokenStore = memoryStore();
    const method = 'private_key_jwt' as const;
    const without = { ...apart, tokenStore, logger, clientAuthentication: { method, privateKey } };
    await makeProvider(server.url, without).getHeaders();
    expect(tokenStore.tokens.size).toBe(0);
    expect(warn.mock.calls.join('\n')).toContain('keyId');
    const withId = { ...apart, tokenStore, clientAuthentication: { method, privateKey, keyId: 'k' } };
    await makeProvider(server.url, withId).getHeaders();
    expect(tokenStore.tokens.size).toBe(1);
  });
});
