import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { makeProvider, SECRET, tokenOf } from '../../test/oauth-provider.ts';
import { tokensOfProcesses } from '../../test/processes.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { startTokenServer, type TokenServer } from '../../test/token-server.ts';
import { type ResolvedOAuthOptions, resolveOAuthOptions } from '../oauth/resolve-oauth-options.ts';
import { tokenIdentity } from '../oauth/token-identity.ts';
import { DiskTokenStore } from './disk-token-store.ts';

// What a new process would be: nothing is shared in memory.
const apart = { shareTokens: false, clientId: 'on disk' };

async function tokenFileIn(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.token.json'));
  expect(names).toHaveLength(1);
  return join(folder, names[0] ?? '');
}

/** Writes a good token, lets the test spoil it, and gives the token that a new process then gets. */
async function afterSpoiling(server: TokenServer, folder: string, spoil: (file: string) => Promise<void>) {
  await makeProvider(server.url, { ...apart, cacheDir: folder }).getHeaders();
  await spoil(await tokenFileIn(folder));
  return await tokenOf(makeProvider(server.url, { ...apart, cacheDir: folder }));
}

describe('DiskTokenStore', () => {
  it('outlives the process, and is used by the next [M5, T3]', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    const options = { ...apart, cacheDir: join(folder.path, 'made', 'with parents') };
    expect(await tokenOf(makeProvider(server.url, options))).toBe('token-1');
    expect(await tokenOf(makeProvider(server.url, options))).toBe('token-1');
    expect(server.requests).toHaveLength(1);
    expect((await stat(options.cacheDir)).mode & 0o777).toBe(0o700);
    expect(await readdir(options.cacheDir)).toHaveLength(1);
  });

  it('is off unless a folder is set, and when it is disabled', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    await makeProvider(server.url, { ...apart, cacheDir: folder.path, diskCacheDisable: true }).getHeaders();
    await makeProvider(server.url, { ...apart, cacheDir: '' }).getHeaders();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('is readable by its owner only at every instant [P14, T16]', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    const seen: string[] = [];
    let watching = true;
    const watch = (async () => {
      while (watching) {
        for (const name of await readdir(folder.path)) {
          const mode = await stat(join(folder.path, name)).then(
            (stats) => stats.mode & 0o777,
            () => 0o600,
          );
          if (mode !== 0o600) seen.push(`${name}: ${mode.toString(8)}`);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const umask = process.umask(0);
    try {
      for (let round = 0; round < 20; round += 1) {
        const provider = makeProvider(server.url, { ...apart, clientId: `c${round}`, cacheDir: folder.path });
        await provider.getHeaders();
      }
    } finally {
      process.umask(umask);
      watching = false;
      await watch;
    }
    expect(seen).toEqual([]);
    expect(await readdir(folder.path)).toHaveLength(20);
  });

  it('holds no secret, neither in names nor in contents', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    await makeProvider(server.url, { ...apart, cacheDir: folder.path }).getHeaders();
    const file = await tokenFileIn(folder.path);
    expect(file + (await readFile(file, 'utf8'))).not.toContain(SECRET);
  });

  it('expands ~', () => {
    const directory = (text: string): string => new DiskTokenStore({ directory: text }).directory;
    expect(directory('~/tokens')).toBe(join(homedir(), 'tokens'));
    expect(directory('~other/tokens')).toBe('~other/tokens');
  });

  it('comes to an end where no folder can be made', async () => {
    await using server = await startTokenServer();
    const warn = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
    const provider = makeProvider(server.url, { cacheDir: '/proc/camunda/tokens', logger });
    expect(await tokenOf(provider)).toBe('token-1');
    expect(warn.mock.calls[0]?.[0]).toContain('which cannot be written');
  });

  it('clears away what killed processes left half written, and nothing else', async () => {
    await using folder = await temporaryFolder();
    await using server = await startTokenServer();
    const unfinished = `camunda-${'a'.repeat(64)}.token.json.77.0-1.tmp`;
    const old = [unfinished, '.write-test-77-0-1', '.write-test-77-0-1.77.0-1.tmp'];
    const kept = [
      `camunda-${'b'.repeat(64)}.token.json.78.0-1.tmp`,
      'notes.tmp',
      `camunda-${'a'.repeat(64)}.token.json`,
    ];
    for (const name of [...old, ...kept]) await writeFile(join(folder.path, name), '{}');
    for (const name of [...old, ...kept.slice(1)]) await utimes(join(folder.path, name), 0, 0);
    expect(await tokenOf(makeProvider(server.url, { cacheDir: folder.path }))).toBe('token-1');
    const names = await readdir(folder.path);
    expect(names).toEqual(expect.arrayContaining(kept));
    expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/^\.write-test-/)]));
    expect(names).not.toContain(unfinished);
  });

  it('costs nothing but the file when the disk is full', async () => {
    await using folder = await temporaryFolder();
    await using server = await startTokenServer();
    const options = { oauthUrl: server.url, clientId: 'full', clientSecret: SECRET, cacheDir: folder.path };
    // No file may grow, as on a full disk; empty files can still be made.
    expect(await tokensOfProcesses(2, options, { largestFileBlocks: 0 })).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Bearer token-[12]$/)]),
    );
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('warns once of a folder that cannot be written, and goes on in memory', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    const warn = vi.fn();
    const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
    const provider = makeProvider(server.url, { ...apart, cacheDir: join(file, 'below'), logger });
    expect(await tokenOf(provider)).toBe('token-1');
    expect(await tokenOf(provider, { forceRefresh: true })).toBe('token-2');
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain('CAMUNDA_TOKEN_CACHE_DIR');
  });

  describe('a file that cannot be trusted is ignored and replaced', () => {
    const edit = (change: (content: Record<string, unknown>) => object) => async (file: string) => {
      await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')))));
    };
    it.each<[string, (file: string) => Promise<void>]>([
      ['empty', (file) => writeFile(file, '')],
      ['cut', async (file) => writeFile(file, (await readFile(file, 'utf8')).slice(0, -10))],
      ['no object', (file) => writeFile(file, 'null')],
      ['of another client', edit((content) => ({ ...content, clientId: 'other' }))],
      ['of another audience', edit((content) => ({ ...content, audience: 'other' }))],
      ['of another identity provider', edit((content) => ({ ...content, tokenAddress: 'https://other' }))],
      ['of another version', edit((content) => ({ ...content, version: 99 }))],
      ['with a line break in the token', edit((content) => ({ ...content, accessToken: 'a\r\nb' }))],
      ['without an end', edit(({ expiresAtMs: _end, ...content }) => content)],
      ['expired', edit((content) => ({ ...content, requestedAtMs: 1, expiresAtMs: 2 }))],
      ['from the future', edit((content) => ({ ...content, requestedAtMs: 9e12, expiresAtMs: 9.1e12 }))],
      ['writable by others', (file) => chmod(file, 0o666)],
      ['far too long', async (file) => writeFile(file, (await readFile(file, 'utf8')) + ' '.repeat(100_000))],
    ])('%s', async (_name, spoil) => {
      await using server = await startTokenServer();
      await using folder = await temporaryFolder();
      expect(await afterSpoiling(server, folder.path, spoil)).toBe('token-2');
      const content = JSON.parse(await readFile(await tokenFileIn(folder.path), 'utf8'));
      expect(content.accessToken).toBe('token-2');
      expect((await stat(await tokenFileIn(folder.path))).mode & 0o777).toBe(0o600);
    });

    it('a link to elsewhere', async () => {
      await using server = await startTokenServer();
      await using folder = await temporaryFolder();
      await using elsewhere = await temporaryFolder();
      const target = join(elsewhere.path, 'target');
      const token = await afterSpoiling(server, folder.path, async (file) => {
        const content = await readFile(file);
        await writeFile(target, content, { mode: 0o600 });
        await import('node:fs/promises').then(({ unlink }) => unlink(file));
        await symlink(target, file);
      });
      expect(token).toBe('token-2');
      expect(await readFile(target, 'utf8')).toContain('token-1');
    });
  });

  it('leaves a token that was refused by the API alone, and replaces it', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    const options = { ...apart, cacheDir: folder.path };
    const one = makeProvider(server.url, options);
    const other = makeProvider(server.url, options);
    expect([await tokenOf(one), await tokenOf(other)]).toEqual(['token-1', 'token-1']);
    expect(await tokenOf(one, { forceRefresh: true })).toBe('token-2');
    // The other process learns of the new token from the folder, without a request of its own.
    expect(await tokenOf(other, { forceRefresh: true })).toBe('token-2');
    expect(server.requests).toHaveLength(2);
  });

  it('is not used for a rotated secret [T16]', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    await makeProvider(server.url, { ...apart, cacheDir: folder.path }).getHeaders();
    const rotated = makeProvider(server.url, { ...apart, clientSecret: 'rotated', cacheDir: folder.path });
    expect(await tokenOf(rotated)).toBe('token-2');
  });

  it('never lets two principals share a file, whatever their names [T9, P13]', async () => {
    const identityOf = async (options: object) => {
      const base = { oauthUrl: 'https://idp.example/a', clientId: 'x', clientSecret: 's' };
      const resolved: ResolvedOAuthOptions = resolveOAuthOptions({ ...base, ...options });
      return (await tokenIdentity(resolved))?.digest;
    };
    const pairs: [object, object][] = [
      [{ clientId: 'tenantAa' }, { clientId: 'tenantBB' }],
      [{ clientId: 'team a' }, { clientId: 'team/a' }],
      [{ clientId: 'a'.repeat(130) }, { clientId: `${'a'.repeat(129)}b` }],
      [{ oauthUrl: 'https://idp.example/realms/dev' }, { oauthUrl: 'https://idp.example/realms/prod' }],
      [{ audience: 'a', scope: 'b' }, { audience: 'a","b' }],
    ];
    for (const [one, other] of pairs) expect(await identityOf(one)).not.toBe(await identityOf(other));
    const text = fc
      .string({ minLength: 1, maxLength: 40, unit: 'binary' })
      .filter((value) => value.trim() !== '');
    const principal = fc.record({ clientId: text, clientSecret: text, audience: text, scope: text });
    await fc.assert(
      fc.asyncProperty(principal, principal, async (one, other) => {
        const [first, second] = [await identityOf(one), await identityOf(other)];
        expect(first).toMatch(/^[0-9a-f]{64}$/);
        expect(first === second).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(await identityOf({ ...one })).toBe(first);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps principals of odd names apart on a real disk', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    const names = [
      'team a',
      'team/a',
      '../../etc/passwd',
      'tenantAa',
      'tenantBB',
      'ä'.repeat(300),
      'CON',
      'a\u0000b',
    ];
    for (const clientId of names) {
      await makeProvider(server.url, { ...apart, clientId, cacheDir: folder.path }).getHeaders();
    }
    expect(server.requests).toHaveLength(names.length);
    expect(await readdir(folder.path)).toHaveLength(names.length);
  });
});

describe('tarpit', () => {
  const saas = 'https://login.cloud.camunda.io/oauth/token';

  function saasOptions(server: TokenServer, folder: string) {
    const fetch = (_input: unknown, init?: RequestInit): Promise<Response> =>
      globalThis.fetch(server.url, init);
    return { ...apart, cacheDir: folder, fetch };
  }

  it('keeps a new process from repeating a refused request to SaaS, until it expires [P12]', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    server.script.push({ kind: 'error', status: 401, error: 'invalid_client', description: 'Unknown.' });
    const clock = new ManualClock();
    const options = { ...saasOptions(server, folder.path), clock };
    await expect(tokenOf(makeProvider(saas, options))).rejects.toThrow('invalid_client');
    const again = makeProvider(saas, options);
    await expect(tokenOf(again)).rejects.toMatchObject({
      code: 'AUTH_REFUSED',
      error: 'invalid_client',
      errorDescription: 'Unknown.',
      host: 'login.cloud.camunda.io',
      retryAfterMs: 600_000,
    });
    expect(server.requests).toHaveLength(1);
    clock.advance(600_001);
    expect(await tokenOf(again)).toBe('token-2');
    expect((await readdir(folder.path)).filter((name) => name.includes('refused'))).toEqual([]);
  });

  it('is cleared by a new secret, and by clear()', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    server.script.push({ kind: 'error', status: 401, error: 'invalid_client' });
    const options = saasOptions(server, folder.path);
    await expect(tokenOf(makeProvider(saas, options))).rejects.toThrow();
    expect(await tokenOf(makeProvider(saas, { ...options, clientSecret: 'new' }))).toBe('token-2');
    const blocked = makeProvider(saas, options);
    await expect(tokenOf(blocked)).rejects.toThrow('clear()');
    await blocked.clear();
    expect(await tokenOf(blocked)).toBe('token-3');
  });

  it('is not looked up for each call [P11]', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    const read = vi.spyOn(DiskTokenStore.prototype, 'readRefusal');
    const provider = makeProvider(saas, saasOptions(server, folder.path));
    for (let call = 0; call < 100; call += 1) await provider.getHeaders();
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
  });

  it('ignores an old file and one that is spoilt', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    server.script.push({ kind: 'error', status: 401, error: 'invalid_client' });
    const options = saasOptions(server, folder.path);
    await expect(tokenOf(makeProvider(saas, options))).rejects.toThrow();
    const name = (await readdir(folder.path)).find((found) => found.endsWith('.refused.json')) ?? '';
    const content = JSON.parse(await readFile(join(folder.path, name), 'utf8'));
    await writeFile(join(folder.path, name), JSON.stringify({ ...content, untilMs: 5 }));
    expect(await tokenOf(makeProvider(saas, options))).toBe('token-2');
  });
});

describe('processes', () => {
  it('share one request when two start together', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    const options = { oauthUrl: server.url, clientId: 'two', clientSecret: 's', cacheDir: folder.path };
    expect(await tokensOfProcesses(2, options)).toEqual(['Bearer token-1', 'Bearer token-1']);
    expect(await tokensOfProcesses(1, options)).toEqual(['Bearer token-1']);
    expect(server.requests).toHaveLength(1);
  }, 30_000);

  it('share one request when a hundred start together', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    const options = { oauthUrl: server.url, clientId: 'hundred', clientSecret: 's', cacheDir: folder.path };
    const tokens = await tokensOfProcesses(100, options);
    expect(new Set(tokens)).toEqual(new Set(['Bearer token-1']));
    expect(server.requests).toHaveLength(1);
    expect(await readdir(folder.path)).toHaveLength(1);
  }, 120_000);

  it('share one refusal', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    server.fallback = () => ({ kind: 'error', status: 401, error: 'invalid_client' });
    const options = { oauthUrl: server.url, clientId: 'wrong', clientSecret: 's', cacheDir: folder.path };
    for (const line of await tokensOfProcesses(5, options)) expect(line).toContain('invalid_client');
    expect(server.requests).toHaveLength(1);
  }, 30_000);

  it('take over the lock of a process that is gone', async () => {
    await using server = await startTokenServer();
    await using folder = await temporaryFolder();
    const provider = makeProvider(server.url, { ...apart, cacheDir: folder.path });
    await provider.getHeaders();
    const lock = (await tokenFileIn(folder.path)).replace('.token.json', '.lock');
    await mkdir(folder.path, { recursive: true });
    await writeFile(
      lock,
      JSON.stringify({ host: (await import('node:os')).hostname(), pid: 2 ** 22 + 1, id: 'x' }),
    );
    expect(await tokenOf(provider, { forceRefresh: true })).toBe('token-2');
  });
});
