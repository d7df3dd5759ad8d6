import { inspect } from 'node:util';
import { type AuthContext, AuthError, BasicAuthProvider } from '@camunda/auth';
import { describe, expect, it } from 'vitest';
import { createProcessInstance, getTopology } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';

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
