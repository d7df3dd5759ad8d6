import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inTurn, startFaultProxy } from '../../test/fault-proxy.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import {
  activateJobs,
  createDeployment,
  createProcessInstance,
  getTopology,
  publishMessage,
} from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import { type StubAnswer, startStubServer } from '../../test/stub-server.ts';
import { createTransport as createPortableTransport } from '../create-transport.ts';
import { CallError, createTransport as createNodeTransport, type Operation } from '../index-node.ts';

const makers = { node: createNodeTransport, portable: createPortableTransport } as const;
const upload: Operation = { ...createDeployment, operationId: 'upload', body: 'octet' };

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

const never = (): Promise<undefined> => new Promise(() => undefined);

/** Answers that are given when the test says so. */
function heldAnswers() {
  const give: ((answer: StubAnswer) => void)[] = [];
  const handler = (): Promise<StubAnswer> => new Promise((resolve) => give.push(resolve));
  return { give, handler };
}

describe('the time limit of an attempt', () => {
  it('is none for a long poll, which ends its margin after the time that it asked for', async () => {
    const clock = new ManualClock();
    const { server, transport } = await setUp(never, { clock });
    for (const [operation, body] of [
      [activateJobs, { requestTimeout: 25_000 }],
      [createProcessInstance, { awaitCompletion: true, requestTimeout: 25_000 }],
    ] as const) {
      const before = server.requests.length;
      const polled = failureOf(transport.call(operation, { body }));
      await until(() => server.requests.length > before);
      clock.advance(34_999);
      await turn();
      expect(clock.timers).toBe(1);
      clock.advance(1);
      expect(await polled).toMatchObject({
        code: 'TIMEOUT',
        scope: 'call',
        timeoutMs: 35_000,
        outcomeUnknown: true,
      });
    }
    expect(server.requests).toHaveLength(2);
  });

  it.each(['node', 'portable'] as const)('does not outlive its call (%s)', async (maker) => {
    let response: ServerResponse | undefined;
    const server = await startStubServer((_request, opened) => {
      response = opened;
      return never();
    });
    const transport = makers[maker]({
      baseUrl: server.baseUrl,
      attemptTimeoutMs: 50_000,
      timeoutMs: 100_000,
    });
    onTestFinished(async () => {
      await transport.close();
      await server.close();
    });
    const controller = new AbortController();
    const sent = failureOf(transport.call(publishMessage, { body: {} }, { signal: controller.signal }));
    await until(() => response !== undefined);
    controller.abort(new Error('enough'));
    expect(await sent).toBe(controller.signal.reason);
    await until(() => response?.destroyed === true);
  });

  it('counts from the last piece of a body that is a stream', async () => {
    const clock = new ManualClock();
    const { server, transport } = await setUp(undefined, { clock, attemptTimeoutMs: 1000 });
    const pieces = [1, 2, 3].map(() => Promise.withResolvers<void>());
    let taken = 0;
    async function* body(): AsyncGenerator<Uint8Array> {
      for (const piece of pieces) {
        taken += 1;
        await piece.promise;
        yield new Uint8Array([120]);
      }
      taken += 1;
    }
    const call = transport.call(upload, { body: body() });
    for (const [index, piece] of pieces.entries()) {
      await until(() => taken === index + 1);
      clock.advance(600);
      piece.resolve();
    }
    expect(await call).toEqual({});
    expect(server.requests[0]?.body.toString()).toBe('xxx');
  });

  it('leaves no timer of an earlier attempt running', async () => {
    const clock = new ManualClock();
    const { transport } = await setUp(
      (_request, _response, index) => ({ status: index === 0 ? 429 : 200, body: {} }),
      {
        clock,
        attemptTimeoutMs: 1000,
        retry: { baseDelayMs: 0 },
      },
    );
    let pausing = false;
    transport.subscribe(({ type }) => (pausing ||= type === 'retry'));
    const call = transport.call(upload, { body: new Blob(['abc']) });
    await until(() => pausing);
    await turn();
    clock.advance(0);
    await call;
    expect(clock.timers).toBe(0);
  });

  it('leaves a creation repeatable that was never sent', async () => {
    const clock = new ManualClock();
    const { give, handler } = heldAnswers();
    const { server, transport } = await setUp(handler, {
      clock,
      attemptTimeoutMs: 1000,
      timeoutMs: 10_000,
      retry: { baseDelayMs: 0 },
      connections: { maxConnections: 1 },
    });
    const held = transport.call(getTopology, {}, { retry: false }).catch(() => undefined);
    await until(() => server.requests.length === 1);
    const attempts: number[] = [];
    transport.subscribe((event) => {
      if (event.type === 'attempt') attempts.push(event.attempt);
    });
    const creation = transport.call(publishMessage, { body: {} });
    while (attempts.length < 2) {
      clock.advance(200);
      await turn();
    }
    await until(() => server.requests.length === 2);
    give[1]?.({ body: { messageKey: '1' } });
    expect(await creation).toEqual({ messageKey: '1' });
    await held;
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });
});

describe('between two attempts', () => {
  it('a call that the cluster has refused is known not to have been carried out', async () => {
    const { transport } = await setUp(() => ({ status: 429, body: {} }), {
      retry: { baseDelayMs: 60_000, maxDelayMs: 60_000 },
      timeoutMs: 600_000,
      random: () => 1,
    });
    let pausing = false;
    transport.subscribe(({ type }) => (pausing ||= type === 'retry'));
    const refused = failureOf(transport.call(publishMessage, { body: {} }));
    await until(() => pausing);
    await transport.close();
    expect(await refused).toMatchObject({ code: 'TRANSPORT_CLOSED', attempts: 1, outcomeUnknown: false });
  });

  it('the doubt about an earlier one is not forgotten', async () => {
    const server = await startStubServer();
    const proxy = await startFaultProxy({ target: server.baseUrl, plan: inTurn('reset-after-send') });
    const transport = createNodeTransport({
      baseUrl: `${proxy.origin}/v2`,
      environment: {},
      retry: { baseDelayMs: 1 },
    });
    onTestFinished(async () => {
      await transport.close();
      await server.close();
    });
    transport.subscribe((event) => {
      if (event.type === 'retry' && event.attempt === 1) void proxy.close();
    });
    const input = { body: { name: 'm', messageId: 'i' } };
    expect(await failureOf(transport.call(publishMessage, input))).toMatchObject({
      code: 'NETWORK_ERROR',
      systemCode: 'ECONNREFUSED',
      attempts: 3,
      outcomeUnknown: true,
    });
    expect(proxy.effects).toHaveLength(1);
  });

  it('a call waits for a permit again', async () => {
    const clock = new ManualClock();
    const { give, handler } = heldAnswers();
    const { server, transport } = await setUp(handler, {
      clock,
      backpressure: { initialMax: 1, floorDelayMs: 0, maxFloorDelayMs: 0, recoveryIntervalMs: 100_000 },
      retry: { baseDelayMs: 500 },
      timeoutMs: 600_000,
      random: () => 1,
    });
    const repeated = transport.call(getTopology);
    await until(() => give.length === 1);
    give[0]?.({ status: 429, body: {} });
    await until(() => transport.getBackpressureState().permitsCurrent === 0);
    const other = transport.call(getTopology);
    await until(() => give.length === 2);
    clock.advance(500);
    for (let turns = 0; turns < 20; turns += 1) await turn();
    expect(server.requests).toHaveLength(2);
    expect(transport.getBackpressureState()).toMatchObject({ permitsCurrent: 1, waiters: 1 });
    give[1]?.({ body: {} });
    await other;
    await until(() => give.length === 3);
    give[2]?.({ body: {} });
    await repeated;
  });

  it('nothing is told of a retry when the caller no longer wants the call, whatever the reason is', async () => {
    const { server, transport } = await setUp(never);
    const events: string[] = [];
    transport.subscribe(({ type }) => events.push(type));
    const controller = new AbortController();
    const call = failureOf(transport.call(getTopology, {}, { signal: controller.signal }));
    await until(() => server.requests.length === 1);
    const reason = new CallError('another call failed', {
      code: 'OTHER',
      operationId: 'other',
      isRetryable: true,
    });
    controller.abort(reason);
    expect(await call).toBe(reason);
    for (let turns = 0; turns < 5; turns += 1) await turn();
    expect(events).toEqual(['start', 'attempt', 'end']);
  });
});
