import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { activateJobs, completeJob, createProcessInstance, getTopology } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import { CallRequest } from '../call-request.ts';
import { createTransport } from '../create-transport.ts';
import type { Operation } from '../operation.ts';
import type { CallOptions } from '../transport.ts';
import { DEFAULT_DEADLINES, timeLimitOf } from './deadline-policy.ts';

function limit(
  operation: Operation,
  body?: unknown,
  options: CallOptions = {},
  settings = DEFAULT_DEADLINES,
): number {
  const request = new CallRequest({
    operation,
    input: { body },
    options,
    url: 'http://a',
    headers: {},
    body: undefined,
  });
  return timeLimitOf(request, settings);
}

const never = (): Promise<undefined> => new Promise(() => undefined);

describe('timeLimitOf', () => {
  it('gives every call a limit', () => {
    expect(limit(getTopology)).toBe(10_000);
    expect(limit(completeJob, {})).toBe(30_000);
    expect(limit(createProcessInstance, { requestTimeout: 600_000 })).toBe(10_000);
  });

  it('gives long polls as much more as they ask for', () => {
    expect(limit(activateJobs, { requestTimeout: 25_000 })).toBe(35_000);
    expect(limit(activateJobs, { requestTimeout: 0 })).toBe(20_000);
    expect(limit(activateJobs, {})).toBe(20_000);
    expect(limit(activateJobs, { requestTimeout: -1 })).toBe(10_000);
    expect(limit(activateJobs, { requestTimeout: -1 }, {}, { ...DEFAULT_DEADLINES, timeoutMs: 5000 })).toBe(
      5000,
    );
    expect(limit(activateJobs, { requestTimeout: 1 }, {}, { ...DEFAULT_DEADLINES, timeoutMs: 50_000 })).toBe(
      50_000,
    );
    expect(limit(createProcessInstance, { awaitCompletion: true, requestTimeout: 600_000 })).toBe(610_000);
  });

  it('lets the call decide', () => {
    expect(limit(activateJobs, { requestTimeout: 25_000 }, { timeoutMs: 50 })).toBe(50);
  });
});

describe('deadlinePolicy', () => {
  it('ends an attempt that takes too long, and tries again', async () => {
    const { server, transport } = await setUp(
      (_request, _response, index) => (index === 0 ? never() : { body: { index } }),
      {
        attemptTimeoutMs: 100,
        timeoutMs: 20_000,
      },
    );
    expect(await transport.call(getTopology)).toEqual({ index: 1 });
    expect(server.requests).toHaveLength(2);
  });

  it('gives an attempt as much time as its call, unless the transport says less', async () => {
    const clock = new ManualClock();
    const { server, transport } = await setUp(
      (_request, _response, index) => (index === 2 ? { body: {} } : never()),
      { clock },
    );
    const patient = failureOf(transport.call(createProcessInstance, { body: {} }, { timeoutMs: 50_000 }));
    while (server.requests.length < 1) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(49_999);
    expect(clock.timers).toBe(1);
    clock.advance(1);
    expect(await patient).toMatchObject({ code: 'TIMEOUT', scope: 'call', timeoutMs: 50_000 });
    const acknowledgement = transport.call(completeJob, { path: { jobKey: '1' }, body: {} });
    while (server.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(10_000);
    // The attempt has ended, and another one follows after a pause of the manual clock.
    while (server.requests.length < 3) {
      clock.advance(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await acknowledgement;
  });

  it('ends the call although a part of it hears no signal', async () => {
    const deaf = createTransport({ fetch: () => new Promise(() => undefined), timeoutMs: 30, retry: false });
    expect(await failureOf(deaf.call(getTopology))).toMatchObject({ code: 'TIMEOUT', timeoutMs: 30 });
    const provider = createTransport({
      authProvider: { getHeaders: () => new Promise(() => undefined) },
      timeoutMs: 30,
    });
    expect(await failureOf(provider.call(createProcessInstance, { body: {} }))).toMatchObject({
      code: 'TIMEOUT',
      outcomeUnknown: false,
    });
  });

  it('is one for the whole call, pauses included, and keeps the last failure as its cause', async () => {
    const { transport } = await setUp(
      (_request, _response, index) => (index === 0 ? { status: 503 } : never()),
      { timeoutMs: 300 },
    );
    const error = await failureOf(transport.call(getTopology));
    expect(error).toMatchObject({ code: 'TIMEOUT', scope: 'call', attempts: 2, cause: { status: 503 } });
  });

  it('takes its default from the configuration', async () => {
    const { transport } = await setUp(never, { configuration: { CAMUNDA_SDK_HTTP_TIMEOUT_MS: 40 } });
    expect(await failureOf(transport.call(getTopology))).toMatchObject({
      code: 'TIMEOUT',
      timeoutMs: 40,
      outcomeUnknown: false,
    });
  });

  it('refuses a limit that is none', async () => {
    const { transport, server } = await setUp();
    for (const timeoutMs of [0, -1, Number.NaN]) {
      expect(await failureOf(transport.call(getTopology, {}, { timeoutMs }))).toMatchObject({
        code: 'VALIDATION',
        parameter: 'timeoutMs',
      });
    }
    expect(server.requests).toHaveLength(0);
    await transport.call(getTopology, {}, { timeoutMs: Number.POSITIVE_INFINITY });
  });

  it('has one timer for a call, and none where there is no limit', async () => {
    const clock = new ManualClock();
    const { transport, server } = await setUp(never, { clock });
    const calls = [2 ** 40, Number.POSITIVE_INFINITY].map((timeoutMs) =>
      failureOf(transport.call(createProcessInstance, { body: {} }, { timeoutMs })),
    );
    while (server.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(clock.timers).toBe(1);
    const once = { retry: false, callerStack: false, timeoutMs: Number.POSITIVE_INFINITY } as const;
    calls.push(failureOf(transport.call(completeJob, { path: { jobKey: '1' }, body: {} }, once)));
    expect(clock.timers).toBe(1);
    await transport.close();
    await Promise.all(calls);
  });

  it('rejects at once with what the signal says, on every lane', async () => {
    const { transport, server } = await setUp(never);
    for (const operation of [getTopology, activateJobs, completeJob]) {
      const controller = new AbortController();
      const before = server.requests.length;
      const call = transport.call(
        operation,
        { path: { jobKey: '1' }, body: {} },
        { signal: controller.signal },
      );
      while (server.requests.length === before) await new Promise((resolve) => setImmediate(resolve));
      controller.abort('the reason');
      expect(await failureOf(call)).toBe('the reason');
    }
  });

  it('leaves nothing behind that rejects by itself', async () => {
    const rejections: unknown[] = [];
    const onRejection = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', onRejection);
    try {
      const { transport, server } = await setUp(never);
      const controller = new AbortController();
      const calls = [getTopology, activateJobs, completeJob].map((operation) =>
        transport.call(operation, { path: { jobKey: '1' }, body: {} }, { signal: controller.signal }),
      );
      const settled = Promise.allSettled(calls);
      while (server.requests.length < 3) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      await settled;
      await transport.close();
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(rejections).toEqual([]);
    } finally {
      process.off('unhandledRejection', onRejection);
    }
  });
});
