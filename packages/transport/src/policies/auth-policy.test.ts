import { inspect } from 'node:util';
import { type AuthContext, AuthError, BasicAuthProvider } from '@camunda/auth';
import { describe, expect, it } from 'vitest';
import { createProcessInstance, getTopology } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import { createLeanTransport } from '../create-lean-transport.ts';
import { createTransport } from '../index-node.ts';
import type { TransportOptions } from '../transport-options.ts';

/** Gives `Bearer 1`, `Bearer 2`, … with every forced refresh, and writes down what it is asked. */
function countingProvider() {
  const contexts: (AuthContext | undefined)[] = [];
  let token = 1;
  return {
    contexts,
    getHeaders: (context?: AuthContext) => {
      contexts.push(context);
      if (context?.forceRefresh) token += 1;
      return Promise.resolve({ Authorization: `Bearer ${token}` });
    },
  };
}

/** A call to another machine that would be answered, with what the server saw. */
async function callFarAway(options: TransportOptions, make: typeof createTransport = createTransport) {
  const sent: (string | null)[] = [];
  const transport = make({
    baseUrl: 'http://cluster.example/v2',
    fetch: async (input, init) => {
      sent.push(new Request(input, init).headers.get('authorization'));
      return Response.json({});
    },
    retry: false,
    ...options,
  });
  const outcome = await transport.call(getTopology).catch((error: unknown) => error);
  return { outcome, sent };
}

describe.each([
  ['createTransport', createTransport],
  ['createLeanTransport', createLeanTransport as unknown as typeof createTransport],
])('authPolicy over plain http, %s', (_name, make) => {
  const authProvider = new BasicAuthProvider({ username: 'demo', password: 'planted' });

  it('sends nothing to another machine, and says which setting lets it', async () => {
    const { outcome, sent } = await callFarAway({ authProvider }, make);
    expect(outcome).toMatchObject({ code: 'AUTH_INSECURE_HTTP' });
    expect((outcome as Error).message).toContain('CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP');
    expect(sent).toEqual([]);
  });

  it('obeys the loud option, and lets calls without credentials pass', async () => {
    const loud = await callFarAway({ authProvider, dangerouslySendCredentialsOverHttp: true }, make);
    expect(loud.sent).toEqual([expect.stringMatching(/^Basic /)]);
    const none = await callFarAway({ authProvider: { getHeaders: () => ({}) } }, make);
    expect(none.sent).toEqual([null]);
  });

  it('says what a provider gave instead of headers', async () => {
    const getHeaders = (() => 'Bearer planted') as never;
    const { outcome, sent } = await callFarAway({ authProvider: { getHeaders } }, make);
    expect(outcome).toBeInstanceOf(TypeError);
    expect((outcome as Error).message).not.toContain('planted');
    expect(sent).toEqual([]);
  });
});

describe('authPolicy', () => {
  it('asks the provider for every attempt and tells it where the call goes', async () => {
    const authProvider = countingProvider();
    const { server, transport } = await setUp(
      (_request, _response, index) => ({ status: index === 0 ? 503 : 200, body: {} }),
      {
        authProvider,
        retry: { baseDelayMs: 1 },
      },
    );
    await transport.call(getTopology);
    expect(authProvider.contexts).toHaveLength(2);
    expect(authProvider.contexts[0]?.url).toBe(`${server.baseUrl}/topology`);
    expect(authProvider.contexts[0]?.signal).toBeInstanceOf(AbortSignal);
    expect(server.requests.map((request) => request.headers.authorization)).toEqual(['Bearer 1', 'Bearer 1']);
  });

  it('forces one refresh and one more try after a 401, even for a creation, and says which headers were refused', async () => {
    const authProvider = countingProvider();
    const { server, transport } = await setUp(
      (request) => (request.headers.authorization === 'Bearer 2' ? { body: {} } : { status: 401, body: {} }),
      { authProvider },
    );
    await transport.call(createProcessInstance, { body: {} });
    expect(server.requests).toHaveLength(2);
    expect(authProvider.contexts.map((context) => context?.forceRefresh)).toEqual([false, true]);
    expect(authProvider.contexts[1]?.refusedHeaders).toEqual({ Authorization: 'Bearer 1' });
  });

  it('gives up when the new credentials are refused too, with one line about what to check', async () => {
    const authProvider = countingProvider();
    const { server, transport } = await setUp(() => ({ status: 401, body: { title: 'UNAUTHORIZED' } }), {
      authProvider,
    });
    const error = await failureOf(transport.call(getTopology));
    expect(error).toMatchObject({ code: 'HTTP_ERROR', status: 401 });
    expect((error as Error).message).toContain('CAMUNDA_CLIENT_ID');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('Bearer');
    expect(server.requests).toHaveLength(2);
    expect(authProvider.contexts).toHaveLength(2);
  });

  it('refreshes at most once per call, whatever the number of attempts', async () => {
    const authProvider = countingProvider();
    const statuses = [401, 503, 401, 503];
    const { server, transport } = await setUp(
      (_request, _response, index) => ({ status: statuses[index] ?? 200, body: {} }),
      {
        authProvider,
        retry: { baseDelayMs: 1, maxAttempts: 10 },
      },
    );
    expect(await failureOf(transport.call(getTopology))).toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(3);
    expect(authProvider.contexts.filter((context) => context?.forceRefresh)).toHaveLength(1);
  });

  it('does not send the same credentials twice', async () => {
    const { server, transport } = await setUp(() => ({ status: 401 }), {
      authProvider: new BasicAuthProvider({ username: 'jane', password: 'secret' }),
    });
    await failureOf(transport.call(getTopology));
    expect(server.requests).toHaveLength(1);
  });

  it('sends nothing when there are no credentials, and passes the error on untouched', async () => {
    const refused = new AuthError('no token', { code: 'AUTH_REFUSED' });
    const { server, transport } = await setUp(undefined, {
      authProvider: { getHeaders: () => Promise.reject(refused) },
    });
    expect(await failureOf(transport.call(getTopology))).toBe(refused);
    expect(server.requests).toHaveLength(0);
  });

  it('hints at the missing strategy when calls carry no credentials', async () => {
    const { transport } = await setUp(() => ({ status: 401 }));
    expect(((await failureOf(transport.call(getTopology))) as Error).message).toContain(
      'CAMUNDA_AUTH_STRATEGY',
    );
  });
});
