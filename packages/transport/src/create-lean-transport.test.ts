import { describe, expect, it, onTestFinished } from 'vitest';
import { type Fault, inTurn, startFaultProxy } from '../test/fault-proxy.ts';
import {
  completeJob,
  createProcessInstance,
  getDocument,
  getTopology,
  searchJobs,
} from '../test/operations.ts';
import { failureOf } from '../test/set-up.ts';
import { startStubServer } from '../test/stub-server.ts';
import { createLeanTransport } from './create-lean-transport.ts';

async function leanTo(...faults: readonly Fault[]) {
  const server = await startStubServer((request) =>
    request.url.includes('/documents/') ? { body: new Uint8Array([0, 255]) } : { body: { ok: true } },
  );
  const proxy = await startFaultProxy({ target: server.baseUrl, plan: inTurn(...faults) });
  const transport = createLeanTransport({ baseUrl: `${proxy.origin}/v2`, retry: { baseDelayMs: 1 } });
  onTestFinished(async () => {
    await transport.close();
    await proxy.close();
    await server.close();
  });
  return { server, proxy, transport };
}

describe('createLeanTransport', () => {
  it('sends and reads as the whole transport does', async () => {
    const { server, transport } = await leanTo();
    expect(await transport.call(searchJobs, { body: { a: 9007199254740993n } })).toEqual({ ok: true });
    expect(server.requests[0]?.body.toString()).toBe('{"a":9007199254740993}');
    expect(await transport.call(getDocument, { path: { documentId: 'd' } })).toEqual(
      new Uint8Array([0, 255]),
    );
  });

  it('repeats what may be repeated, and nothing else', async () => {
    const { proxy, transport } = await leanTo(
      'reset-after-send',
      'none',
      'reset-after-send',
      'none',
      'reset-after-send',
    );
    await transport.call(getTopology);
    await transport.call(completeJob, { path: { jobKey: '1' }, body: {} });
    expect(proxy.effects).toHaveLength(4);
    const error = await failureOf(transport.call(createProcessInstance, { body: {} }));
    expect(error).toMatchObject({ code: 'NETWORK_ERROR', outcomeUnknown: true, attempts: 1 });
    expect(proxy.effects).toHaveLength(5);
  });

  it('ends calls under way when closed', async () => {
    const { proxy, transport } = await leanTo('black-hole');
    const call = failureOf(transport.call(getTopology));
    while (proxy.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await transport.close();
    expect(await call).toMatchObject({ code: 'TRANSPORT_CLOSED', attempts: 1 });
  });

  it('refuses calls when closed', async () => {
    const { transport } = await leanTo();
    await transport.close();
    expect(await failureOf(transport.call(getTopology))).toMatchObject({ code: 'TRANSPORT_CLOSED' });
  });
});
