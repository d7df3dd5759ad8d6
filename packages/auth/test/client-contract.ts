import { expect, it, vi } from 'vitest';
import { AuthError } from '../src/auth-error.ts';
import type { AuthProvider } from '../src/auth-provider.ts';
import { BearerAuthProvider } from '../src/bearer-auth-provider.ts';
import type { AuthHookOptions } from '../src/clients/auth-hook-options.ts';
import { acceptOnly, answerJson, startApiServer } from './api-server.ts';

/** One call through an HTTP client that has the provider built in. */
export interface ClientCall {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly body?: string;
}

/** Sends with a real HTTP library; gives status and body of the answer, and rejects when nothing was sent. */
export type ClientUnderTest = (
  provider: AuthProvider,
  options: AuthHookOptions & { readonly origins: readonly string[] },
  call: ClientCall,
) => Promise<{ readonly status: number; readonly body: string }>;

/** A provider whose token changes when it is told that the last one was refused. */
export function renewableProvider(
  extra: Readonly<Record<string, string>> = {},
): AuthProvider & { renewals: number } {
  const provider = {
    renewals: 0,
    getHeaders: (context?: { forceRefresh?: boolean | undefined }) => {
      if (context?.forceRefresh) provider.renewals += 1;
      return Promise.resolve({ Authorization: `Bearer token-${provider.renewals}`, ...extra });
    },
  };
  return provider;
}

/** What every client that carries credentials must do, with real servers. */
export function describeClientContract(
  send: ClientUnderTest,
  { canRepeatBody = true }: { readonly canRepeatBody?: boolean } = {},
): void {
  it('adds every header of the provider to a call with its body [T13]', async () => {
    await using api = await startApiServer();
    const answer = await send(
      renewableProvider({ 'X-Tenant': 'a' }),
      { origins: [api.origin] },
      {
        url: `${api.origin}/v2/things?page=1`,
        method: 'POST',
        body: '{"a":1}',
      },
    );
    expect(answer).toEqual({ status: 200, body: '{"ok":true}' });
    expect(api.requests).toHaveLength(1);
    expect(api.requests[0]).toMatchObject({ method: 'POST', path: '/v2/things?page=1', body: '{"a":1}' });
    expect(api.requests[0]?.headers).toMatchObject({ authorization: 'Bearer token-0', 'x-tenant': 'a' });
  });

  if (canRepeatBody) {
    it('sends a call once more after a 401, with its body and new credentials', async () => {
      await using api = await startApiServer();
      acceptOnly(api, 'token-1');
      const provider = renewableProvider();
      const call = { url: `${api.origin}/v2/things`, method: 'POST', body: '{"a":1}' } as const;
      const answer = await send(provider, { origins: [api.origin] }, call);
      expect(answer).toEqual({ status: 200, body: '{"accepted":true}' });
      expect(provider.renewals).toBe(1);
      expect(api.requests.map(({ headers, body }) => [headers.authorization, body])).toEqual([
        ['Bearer token-0', '{"a":1}'],
        ['Bearer token-1', '{"a":1}'],
      ]);
    });
  }

  it('sends a call without a body once more after a 401', async () => {
    await using api = await startApiServer();
    acceptOnly(api, 'token-1');
    const call = { url: `${api.origin}/v2/things`, method: 'GET' } as const;
    const answer = await send(renewableProvider(), { origins: [api.origin] }, call);
    expect(answer).toEqual({ status: 200, body: '{"accepted":true}' });
    expect(api.requests).toHaveLength(2);
  });

  it('gives the second 401 back, and does not go on renewing', async () => {
    await using api = await startApiServer();
    acceptOnly(api, 'no token at all');
    const provider = renewableProvider();
    const call = { url: `${api.origin}/v2/things`, method: 'GET' } as const;
    expect((await send(provider, { origins: [api.origin] }, call)).status).toBe(401);
    expect(provider.renewals).toBe(1);
    expect(api.requests).toHaveLength(2);
  });

  it('gives a 401 back whole when there are no other credentials', async () => {
    await using api = await startApiServer();
    acceptOnly(api, 'no token at all');
    const call = { url: `${api.origin}/v2/things`, method: 'GET' } as const;
    const answer = await send(new BearerAuthProvider({ token: 'only' }), { origins: [api.origin] }, call);
    expect(answer).toEqual({ status: 401, body: '{"accepted":false}' });
    expect(api.requests).toHaveLength(1);
  });

  it('sends nothing when there are no credentials to be had', async () => {
    await using api = await startApiServer();
    const failure = new AuthError('no token', { code: 'AUTH_REFUSED' });
    const provider = { getHeaders: () => Promise.reject(failure) };
    const call = { url: `${api.origin}/v2/things`, method: 'GET' } as const;
    await expect(send(provider, { origins: [api.origin] }, call)).rejects.toSatisfy(causedBy(failure));
    expect(api.requests).toHaveLength(0);
  });

  it('keeps credentials through a redirect at the same origin', async () => {
    await using api = await startApiServer();
    api.answer = ({ path }, response) => {
      if (path === '/v2/new') answerJson(response, 200, { ok: true });
      else response.writeHead(308, { location: '/v2/new' }).end();
    };
    const call = { url: `${api.origin}/v2/old`, method: 'GET' } as const;
    const answer = await send(renewableProvider({ 'X-Key': 'k' }), { origins: [api.origin] }, call);
    expect(answer.status).toBe(200);
    expect(api.requests[1]).toMatchObject({ path: '/v2/new' });
    expect(api.requests[1]?.headers).toMatchObject({ authorization: 'Bearer token-0', 'x-key': 'k' });
  });

  it('takes no credentials along a redirect to another origin, whatever their header is called', async () => {
    await using api = await startApiServer();
    await using other = await startApiServer();
    api.answer = (_request, response) => response.writeHead(307, { location: `${other.origin}/steal` }).end();
    const call = { url: `${api.origin}/v2/things`, method: 'GET' } as const;
    const provider = renewableProvider({ 'X-Api-Key': 'key', Cookie: 'session=1' });
    const answer = await send(provider, { origins: [api.origin] }, call);
    expect(answer.status).toBe(200);
    expect(other.requests).toHaveLength(1);
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
    expect(other.requests[0]?.headers).not.toHaveProperty('cookie');
    expect(other.requests[0]?.headers).not.toHaveProperty('x-api-key');
  });

  it('sends none to an origin that is not named', async () => {
    await using api = await startApiServer();
    const call = { url: `${api.origin}/v2/things`, method: 'GET' } as const;
    await send(renewableProvider(), { origins: ['https://elsewhere.example'] }, call);
    expect(api.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('sends none over plain http: to another machine', async () => {
    const url = 'http://api.example.test/v2/things';
    const sending = send(renewableProvider(), { origins: [url] }, { url, method: 'GET' });
    await expect(sending).rejects.toSatisfy((error) =>
      causes(error).some((cause) => AuthError.isInstance(cause) && cause.code === 'AUTH_INSECURE_HTTP'),
    );
  });

  it('reads no secret into the log', async () => {
    await using api = await startApiServer();
    const lines: unknown[] = [];
    const write = vi.fn((...line: unknown[]) => void lines.push(...line));
    const logger = { trace: write, debug: write, info: write, warn: write, error: write };
    const call = { url: `${api.origin}/v2/things?secret=hidden`, method: 'GET' } as const;
    await send(renewableProvider(), { origins: [api.origin], logger }, call);
    expect(JSON.stringify(lines)).not.toMatch(/token-0|hidden/);
  });
}

function causedBy(expected: unknown): (error: unknown) => boolean {
  return (error) => causes(error).includes(expected);
}

/** An error and all that it was caused by: each library wraps in its own way. */
function causes(error: unknown): unknown[] {
  const found: unknown[] = [];
  for (let cause = error; cause instanceof Error && !found.includes(cause); cause = cause.cause)
    found.push(cause);
  return found;
}
