import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { startApiServer } from '../../test/api-server.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { makeProvider, SECRET, tokenOf } from '../../test/oauth-provider.ts';
import { startTokenServer, type TokenRequest, type TokenServerAnswer } from '../../test/token-server.ts';
import { AuthError } from '../auth-error.ts';
import { callWithAuth } from '../call-with-auth.ts';
import { createAuthFetch } from '../clients/fetch.ts';

async function failureOf(promise: Promise<unknown>): Promise<AuthError> {
  const error: unknown = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!AuthError.isInstance(error)) throw new Error(`expected an AuthError, got ${inspect(error)}`);
  return error;
}

describe('refusals for good', () => {
  it.each([
    [401, 'invalid_client'],
    [400, 'unauthorized_client'],
    [400, 'invalid_scope'],
    [400, undefined],
    [401, undefined],
    [403, 'access_denied'],
  ])('fail at once with %i %s, after one request [T11]', async (status, error) => {
    await using server = await startTokenServer();
    server.fallback = () => ({ kind: 'error', status, ...(error && { error, description: 'Wrong one.' }) });
    const failure = await failureOf(tokenOf(makeProvider(server.url, { clientId: 'mine' })));
    expect(failure).toMatchObject({
      code: 'AUTH_REFUSED',
      error,
      errorDescription: error && 'Wrong one.',
      status,
      host: new URL(server.url).host,
      clientId: 'mine',
      isRetryable: false,
    });
    expect(failure.message).toContain(new URL(server.url).host);
    expect(server.requests).toHaveLength(1);
  });

  it('are remembered for the cooldown, which doubles up to eight times [M2]', async () => {
    await using server = await startTokenServer();
    server.fallback = () => ({ kind: 'error', status: 401, error: 'invalid_client' });
    const clock = new ManualClock();
    const provider = makeProvider(server.url, { clock });
    for (const [round, seconds] of [30, 60, 120, 240, 240].entries()) {
      for (let call = 0; call < 5; call += 1) await failureOf(tokenOf(provider));
      expect(server.requests).toHaveLength(round + 1);
      const remembered = await failureOf(tokenOf(provider));
      expect(remembered).toMatchObject({ error: 'invalid_client', retryAfterMs: seconds * 1000 });
      expect(remembered.message).toContain(`${seconds} s`);
      clock.advance(seconds * 1000 - 1);
      await failureOf(tokenOf(provider));
      expect(server.requests).toHaveLength(round + 1);
      clock.advance(1);
    }
  });

  it('are forgotten by clear(), and do not concern another secret', async () => {
    await using server = await startTokenServer();
    server.script.push({ kind: 'error', status: 401, error: 'invalid_client' });
    const provider = makeProvider(server.url, { clientId: 'rotated' });
    await failureOf(tokenOf(provider));
    expect(await tokenOf(makeProvider(server.url, { clientId: 'rotated', clientSecret: 'new' }))).toBe(
      'token-2',
    );
    await provider.clear();
    expect(await tokenOf(provider)).toBe('token-3');
  });

  it('keep the call from being sent without credentials, and are what the caller sees [T10, M1]', async () => {
    await using server = await startTokenServer();
    await using api = await startApiServer();
    server.fallback = () => ({ kind: 'error', status: 401, error: 'invalid_client' });
    const failure = await failureOf(createAuthFetch(makeProvider(server.url))(api.origin));
    expect(failure.error).toBe('invalid_client');
    expect(api.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });
});

describe('failures that may pass', () => {
  const passing: [string, TokenServerAnswer][] = [
    ['a reset connection', { kind: 'reset' }],
    ['a body that breaks off', { kind: 'truncated' }],
    ['JSON that is cut', { kind: 'cut json' }],
    ['429', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    ['502 with HTML', { kind: 'html', status: 502 }],
    ['503', { kind: 'status', status: 503 }],
    ['temporarily_unavailable', { kind: 'error', status: 400, error: 'temporarily_unavailable' }],
  ];

  it.each(passing)('are tried again: %s', async (_name, answer) => {
    await using server = await startTokenServer();
    server.script.push(answer, answer);
    expect(await tokenOf(makeProvider(server.url))).toBe('token-3');
  });

  it.each(passing)('end after five attempts: %s', async (_name, answer) => {
    await using server = await startTokenServer();
    server.fallback = () => answer;
    const failure = await failureOf(tokenOf(makeProvider(server.url)));
    expect(failure).toMatchObject({ code: 'AUTH_UNAVAILABLE', isRetryable: true });
    expect(server.requests).toHaveLength(5);
  });

  it('include a server that does not answer: there is a time limit [P9]', async () => {
    await using server = await startTokenServer();
    server.script.push({ kind: 'silent' });
    const clock = new ManualClock();
    const pending = tokenOf(makeProvider(server.url, { clock, retryBaseDelayMs: 0 }));
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    expect(clock.pendingMs).toEqual([5000]);
    clock.advance(5000);
    await vi.waitFor(() => expect(clock.pendingMs).toEqual([0]));
    clock.advance(0);
    expect(await pending).toBe('token-2');
  });

  it('name the host of a server that is not there', async () => {
    const provider = makeProvider('http://127.0.0.1:9/token', { retryMaxAttempts: 1 });
    const failure = await failureOf(tokenOf(provider));
    expect(failure.message).toContain('127.0.0.1:9');
    expect(failure.cause).toBeInstanceOf(Error);
  });

  it('wait as long as Retry-After says, else longer each time with jitter', async () => {
    await using server = await startTokenServer();
    const clock = new ManualClock();
    server.script.push(
      { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 503 },
    );
    const pending = tokenOf(makeProvider(server.url, { clock, retryBaseDelayMs: 1000, random: () => 0.5 }));
    for (const waitMs of [7000, 1500, 3000]) {
      await vi.waitFor(() => expect(clock.pendingMs).toEqual([waitMs]));
      clock.advance(waitMs);
    }
    expect(await pending).toBe('token-4');
  });

  it('end at once when Retry-After is long, and no request is made until then', async () => {
    await using server = await startTokenServer();
    const clock = new ManualClock();
    server.script.push({ kind: 'status', status: 429, headers: { 'retry-after': '120' } });
    const provider = makeProvider(server.url, { clock });
    expect((await failureOf(tokenOf(provider))).retryAfterMs).toBe(120_000);
    await failureOf(tokenOf(provider));
    expect(server.requests).toHaveLength(1);
    clock.advance(120_000);
    expect(await tokenOf(provider)).toBe('token-2');
  });
});

describe('answers that are no token', () => {
  it.each<[string, TokenServerAnswer]>([
    ['a page', { kind: 'html', status: 200 }],
    ['JSON without a token', { kind: 'json', body: { hello: 'world' } }],
    ['an empty token', { kind: 'json', body: { access_token: '', token_type: 'bearer' } }],
    ['a token of another type', { kind: 'json', body: { access_token: 'a', token_type: 'mac' } }],
    [
      'a token that fits into no header',
      { kind: 'json', body: { access_token: 'a\nb', token_type: 'bearer' } },
    ],
    ['404', { kind: 'html', status: 404 }],
    ['a redirect', { kind: 'redirect', to: 'https://elsewhere.example/' }],
  ])('fail at once: %s', async (_name, answer) => {
    await using server = await startTokenServer();
    server.fallback = () => answer;
    const failure = await failureOf(tokenOf(makeProvider(server.url)));
    expect(failure.isRetryable).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  it('do not take the secret along a redirect', async () => {
    await using server = await startTokenServer();
    await using other = await startApiServer();
    server.fallback = () => ({ kind: 'redirect', to: other.origin });
    await failureOf(tokenOf(makeProvider(server.url)));
    expect(other.requests).toHaveLength(0);
  });
});

describe('secrets', () => {
  const answers: TokenServerAnswer[] = [
    { kind: 'token', token: 'planted-token' },
    {
      kind: 'error',
      status: 401,
      error: 'invalid_client',
      description: `no such secret: ${SECRET}\nforged line`,
    },
    { kind: 'json', body: { access_token: 'planted-token', token_type: 'mac' } },
    { kind: 'json', body: { access_token: 'planted-token', expires_in: 'soon', token_type: 'bearer' } },
    { kind: 'cut json' },
    { kind: 'reset' },
  ];

  it.each(answers)('are in no log line and no error for %o [T19]', async (answer) => {
    await using server = await startTokenServer();
    server.fallback = () => answer;
    const lines: unknown[] = [];
    const write = (...line: unknown[]): void => void lines.push(...line);
    const logger = { trace: write, debug: write, info: write, warn: write, error: write };
    const provider = makeProvider(server.url, { logger });
    const outcome: unknown = await tokenOf(provider).catch((error: unknown) => error);
    const seen = [lines, provider, outcome instanceof Error ? outcome : undefined].map((value) =>
      inspect(value, { depth: 20, showHidden: true }),
    );
    const text = [...seen, JSON.stringify([provider, outcome instanceof Error ? outcome : undefined])].join(
      '\n',
    );
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('planted-token');
    expect(text).not.toContain('\nforged line');
  });

  const hard = 'p+l/a=n "t" é:d';
  const echoes: Record<string, (request: TokenRequest) => string> = {
    'as it is': () => hard,
    'in the form': ({ form }) => form.toString(),
    'in an address': () => encodeURIComponent(hard),
    'in JSON': () => JSON.stringify({ hard }),
    'in the header': ({ headers }) => String(headers.authorization),
    'in base64': () => Buffer.from(hard).toString('base64'),
    'in base64 with the name': () => Buffer.from(`me:${hard}`).toString('base64'),
  };
  const forms = (text: string) => [
    text,
    encodeURIComponent(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('base64').slice(0, -4),
    Buffer.from(`me:${text}`).toString('base64').slice(4, -4),
    Buffer.from(`me:${new URLSearchParams([['', text]]).toString().slice(1)}`)
      .toString('base64')
      .slice(4, -4),
  ];
  const expectHidden = (error: unknown): void => {
    const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
    for (const form of forms(hard)) expect(shown).not.toContain(form);
  };

  it.each(Object.keys(echoes))('are hidden when the identity provider sends them back %s', async (name) => {
    await using server = await startTokenServer();
    for (const method of ['client_secret_post', 'client_secret_basic'] as const) {
      server.fallback = (_, request) => {
        const description = `got ${echoes[name]?.(request)}`;
        return { kind: 'error', status: 400, error: 'invalid_client', description };
      };
      const options = {
        clientId: 'me',
        clientSecret: hard,
        clientAuthentication: method,
        shareTokens: false,
      };
      const failure = await failureOf(tokenOf(makeProvider(server.url, options)));
      expect(failure.errorDescription).toMatch(/^got .*/);
      expectHidden(failure);
    }
  });

  it('are hidden in the errors of the library that sends', async () => {
    const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
      const cause = Object.assign(new Error(`sent ${init?.body}`), { config: init, code: 'ECONNRESET' });
      throw Object.assign(new Error(`POST failed: ${hard}`, { cause }), { request: init, body: init?.body });
    };
    const options = { clientId: 'me', clientSecret: hard, fetch, logger };
    const failure = await failureOf(tokenOf(makeProvider('https://idp.example', options)));
    expectHidden(failure);
    expectHidden(logger.debug.mock.calls);
    expect(failure.message).toContain('ECONNRESET');
    expect(failure.cause).toMatchObject({ message: 'POST failed: [secret]', cause: { code: 'ECONNRESET' } });
  });

  it('stay hidden, and the line whole, when the answer has characters that turn or end it', async () => {
    await using server = await startTokenServer();
    const description = 'a\u2028forged\u202Etxt\u001b[31m';
    server.fallback = () => ({ kind: 'error', status: 400, error: 'invalid_client', description });
    const failure = await failureOf(tokenOf(makeProvider(server.url)));
    expect(failure.errorDescription).toBe('a forged txt [31m');
  });
});

describe('a logger that fails', () => {
  const fail = (): never => {
    throw new Error('disk full');
  };
  const failLater = (async () => fail()) as () => void;

  it.each([
    ['at once', fail],
    ['later', failLater],
  ])('%s keeps nobody from the token, and is told', async (_, write) => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await using server = await startTokenServer();
    await using api = await startApiServer();
    const logger = { trace: write, debug: write, info: write, warn: write, error: write };
    const clock = new ManualClock();
    server.script.push({ kind: 'reset' }, { kind: 'token', expiresIn: 60 });
    const provider = makeProvider(server.url, { logger, clock, retryMaxAttempts: 2, cacheDir: '/proc/none' });
    const first = tokenOf(provider);
    await vi.waitFor(() => expect(clock.pendingMs).toEqual([expect.toSatisfy((ms) => ms <= 1)]));
    clock.advance(1);
    expect(await first).toBe('token-2');
    server.fallback = () => ({ kind: 'status', status: 400 });
    clock.advance(40_000);
    expect(await tokenOf(provider)).toBe('token-2');
    await vi.waitFor(() => expect(server.requests).toHaveLength(3));
    const response = await createAuthFetch(provider, { logger })(api.origin);
    expect(response.status).toBe(200);
    await vi.waitFor(() => expect(told.mock.calls.length).toBeGreaterThanOrEqual(3));
    told.mockRestore();
  });
});

describe('callWithAuth', () => {
  it('refreshes once after a 401 from the API, and sends once more [T12, P24]', async () => {
    await using server = await startTokenServer();
    const provider = makeProvider(server.url);
    const sent: (string | undefined)[] = [];
    const send = async (headers: Readonly<Record<string, string>>): Promise<{ status: number }> => {
      sent.push(headers.Authorization);
      return { status: headers.Authorization === 'Bearer token-2' ? 200 : 401 };
    };
    expect(await callWithAuth(provider, send)).toEqual({ status: 200 });
    expect(sent).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(await callWithAuth(provider, send)).toEqual({ status: 200 });
    expect(server.requests).toHaveLength(2);
  });

  it('gives the first 401 back when the call cannot be repeated, and discards it otherwise', async () => {
    await using server = await startTokenServer();
    const provider = makeProvider(server.url);
    const send = vi.fn(async () => ({ status: 401 }));
    const discard = vi.fn();
    expect(await callWithAuth(provider, send, { canRepeat: false, discard })).toEqual({ status: 401 });
    expect(send).toHaveBeenCalledTimes(1);
    expect(await callWithAuth(provider, send, { discard })).toEqual({ status: 401 });
    expect(send).toHaveBeenCalledTimes(3);
    expect(discard).toHaveBeenCalledTimes(1);
  });

  it('tells why there are no new credentials, rather than giving the 401 back', async () => {
    await using server = await startTokenServer();
    const provider = makeProvider(server.url);
    await provider.getHeaders();
    server.fallback = () => ({ kind: 'error', status: 401, error: 'invalid_client' });
    const failure = await failureOf(callWithAuth(provider, async () => ({ status: 401 })));
    expect(failure.error).toBe('invalid_client');
  });
});
