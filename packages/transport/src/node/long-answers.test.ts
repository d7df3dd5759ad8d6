import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createProcessInstance, getTopology } from '../../test/operations.ts';
import { startStubServer } from '../../test/stub-server.ts';
import { createTransport } from '../index-node.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

// One clock for the whole file: undici keeps a timer of the first that it sees.
beforeAll(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterAll(() => void vi.useRealTimers());

describe('an answer that takes its time [T22]', () => {
  it.each([
    ['before its head', createProcessInstance, { awaitCompletion: true, requestTimeout: 3_600_000 }],
    ['before its head', getTopology, undefined],
    ['before its body', createProcessInstance, { awaitCompletion: true, requestTimeout: 3_600_000 }],
    ['before its body', getTopology, undefined],
    ['before its head, through a proxy', getTopology, undefined],
  ] as const)('%s is waited for as long as the call may take: %o', async (place, operation, body) => {
    const [where, way] = place.split(', ');
    const ending = Promise.withResolvers<void>();
    const server = await startStubServer(async (_request, response) => {
      if (where === 'before its body') {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{');
      }
      await ending.promise;
      if (where === 'before its head') response.writeHead(200, { 'content-type': 'application/json' });
      response.end(where === 'before its head' ? '{}' : '}');
      return undefined;
    });
    const { baseUrl } = server;
    const proxied = { baseUrl: 'http://cluster.invalid/v2', proxy: new URL(baseUrl).origin };
    await using transport = createTransport({ environment: {}, baseUrl, ...(way && proxied) });
    const call = transport.call(operation, { body }, body === undefined ? { timeoutMs: 3_600_000 } : {});
    while (server.requests.length === 0) await turn();
    for (let minute = 0; minute < 59; minute += 1) {
      vi.advanceTimersByTime(60_000);
      await turn();
    }
    ending.resolve();
    expect(await call).toEqual({});
    expect(server.requests).toHaveLength(1);
    await server.close();
  });
});
