import { systemClock } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { activateJobs, completeJob, getTopology } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import type { StubAnswer } from '../../test/stub-server.ts';
import { BackpressureGate } from '../backpressure/backpressure-gate.ts';
import { BACKPRESSURE_PROFILES } from '../backpressure/backpressure-profiles.ts';
import { CallRequest } from '../call-request.ts';
import type { PipelineTransport } from '../pipeline-transport.ts';
import { backpressurePolicy } from './backpressure-policy.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

/** Gives signs of overload until the limit is 1. */
async function overload(transport: PipelineTransport): Promise<void> {
  for (let sign = 0; sign < 5; sign += 1) await failureOf(transport.call(getTopology, {}, { retry: false }));
  expect(transport.getBackpressureState()).toMatchObject({ permitsMax: 1, permitsCurrent: 0 });
}

/** A server that refuses the first calls, then holds every answer back until it is told to give it. */
async function holding(options: Parameters<typeof setUp>[1] = {}) {
  const release: (() => void)[] = [];
  let refusing = true;
  const { server, transport } = await setUp(
    () =>
      refusing
        ? { status: 429, body: {} }
        : new Promise<StubAnswer>((resolve) => release.push(() => resolve({ body: {} }))),
    { backpressure: { floorDelayMs: 0, maxFloorDelayMs: 0 }, timeoutMs: 60_000, ...options },
  );
  await overload(transport);
  refusing = false;
  return { server, transport, release };
}

describe('backpressurePolicy', () => {
  it('does not limit anything before the first sign of overload', async () => {
    const release: (() => void)[] = [];
    const { transport, server } = await setUp(
      () => new Promise<StubAnswer>((resolve) => release.push(() => resolve({ body: {} }))),
      { timeoutMs: 60_000 },
    );
    const calls = Array.from({ length: 100 }, () => transport.call(getTopology));
    await until(() => server.requests.length === 100);
    expect(transport.getBackpressureState()).toMatchObject({
      permitsMax: undefined,
      permitsCurrent: 100,
      waiters: 0,
    });
    for (const answer of release) answer();
    await Promise.all(calls);
    expect(transport.getBackpressureState()).toMatchObject({ permitsCurrent: 0 });
  });

  it('lets one call after the other through when the limit is 1', async () => {
    const { transport, server, release } = await holding();
    const before = server.requests.length;
    const calls = Array.from({ length: 3 }, () => transport.call(getTopology));
    await until(() => release.length === 1);
    expect(transport.getBackpressureState()).toMatchObject({ permitsCurrent: 1, waiters: 2 });
    for (let call = 0; call < 3; call += 1) {
      await until(() => release.length > call);
      expect(server.requests.length - before).toBe(call + 1);
      release[call]?.();
    }
    await Promise.all(calls);
    expect(transport.getBackpressureState()).toMatchObject({ permitsCurrent: 0, waiters: 0 });
  });

  it('asks no permit of long polls and acknowledgements', async () => {
    const { transport, release } = await holding();
    const held = transport.call(getTopology);
    const free = [
      ...Array.from({ length: 20 }, () => transport.call(activateJobs, { body: { requestTimeout: 20_000 } })),
      transport.call(completeJob, { path: { jobKey: '1' }, body: {} }),
    ];
    await until(() => release.length === 22);
    expect(transport.getBackpressureState()).toMatchObject({ permitsCurrent: 1 });
    for (const answer of release) answer();
    await Promise.all([held, ...free]);
  });

  it('ends the extra pause of a cancelled call, and takes its permit back', async () => {
    const { transport, server } = await setUp(() => ({ status: 429, body: {} }), {
      backpressure: { initialMax: 1, floorDelayMs: 60_000, maxFloorDelayMs: 60_000 },
      timeoutMs: 600_000,
    });
    for (let sign = 0; sign < 2; sign += 1)
      await failureOf(transport.call(completeJob, { path: { jobKey: '1' }, body: {} }, { retry: false }));
    expect(transport.getBackpressureState()).toMatchObject({ permitsMax: 1, extraDelayMs: 60_000 });
    const before = server.requests.length;
    const controller = new AbortController();
    const call = failureOf(transport.call(getTopology, {}, { signal: controller.signal }));
    await until(() => transport.getBackpressureState().permitsCurrent === 1);
    controller.abort();
    expect(await call).toBe(controller.signal.reason);
    await turn();
    expect(transport.getBackpressureState()).toMatchObject({ permitsCurrent: 0, waiters: 0 });
    expect(server.requests).toHaveLength(before);
  });

  it('takes a cancelled call out of the queue', async () => {
    const { transport, release } = await holding();
    const held = transport.call(getTopology);
    await until(() => release.length === 1);
    const controller = new AbortController();
    const waiting = transport.call(getTopology, {}, { signal: controller.signal });
    await until(() => transport.getBackpressureState().waiters === 1);
    controller.abort();
    expect(await failureOf(waiting)).toBe(controller.signal.reason);
    expect(transport.getBackpressureState().waiters).toBe(0);
    const late = failureOf(transport.call(getTopology, {}, { timeoutMs: 20 }));
    expect(await late).toMatchObject({ code: 'TIMEOUT', attempts: 0, outcomeUnknown: false });
    expect(transport.getBackpressureState()).toMatchObject({ waiters: 0, permitsCurrent: 1 });
    release[0]?.();
    await held;
  });

  it('keeps no permit for a call that ends in the moment in which it is its turn', async () => {
    const gate = new BackpressureGate(BACKPRESSURE_PROFILES.BALANCED, systemClock);
    for (let sign = 0; sign < 5; sign += 1) gate.signalOverload();
    gate.signalSuccess();
    expect(gate.tryAcquire()).toBe(true);
    const none = { headers: {}, input: {}, options: {}, body: undefined };
    const request = new CallRequest({ ...none, operation: getTopology, url: 'http://a' });
    const policy = backpressurePolicy(gate, systemClock);
    const deaf = (): Promise<never> => new Promise(() => undefined);
    const call = failureOf(policy.handle(request, deaf));
    expect(gate.state.waiters).toBe(1);
    gate.release();
    request.cancellation.cancel('ended');
    for (let count = 0; count < 3; count += 1) await turn();
    expect(gate.state).toMatchObject({ waiters: 0, permitsCurrent: 0 });
    expect(await call).toBe('ended');
  });

  it('refuses a call at once when too many wait', async () => {
    const { transport, release } = await holding({
      backpressure: { maxWaiters: 2, floorDelayMs: 0, maxFloorDelayMs: 0 },
    });
    const calls = Array.from({ length: 3 }, () => transport.call(getTopology));
    await until(() => transport.getBackpressureState().waiters === 2);
    expect(await failureOf(transport.call(getTopology))).toMatchObject({
      code: 'BACKPRESSURE',
      waiting: 2,
      attempts: 0,
    });
    for (let call = 0; call < 3; call += 1) {
      await until(() => release.length > call);
      release[call]?.();
    }
    await Promise.all(calls);
  });

  it('gives its permit back while a call pauses between attempts', async () => {
    let answers = 0;
    const { transport } = await setUp(
      () => {
        answers += 1;
        return answers <= 6 ? { status: 429, body: {} } : { body: {} };
      },
      {
        backpressure: { floorDelayMs: 0, maxFloorDelayMs: 0 },
        retry: { baseDelayMs: 60_000, maxDelayMs: 60_000 },
        timeoutMs: 600_000,
        random: () => 1,
      },
    );
    await overload(transport);
    const controller = new AbortController();
    let paused = false;
    transport.subscribe((event) => {
      if (event.type === 'retry') paused = true;
    });
    const call = transport.call(getTopology, {}, { signal: controller.signal });
    await until(() => paused);
    await turn();
    expect(transport.getBackpressureState()).toMatchObject({ permitsCurrent: 0, permitsMax: 1 });
    await transport.call(getTopology);
    controller.abort();
    await failureOf(call);
    expect(transport.getBackpressureState()).toMatchObject({ permitsCurrent: 0, waiters: 0 });
  });

  it('takes profile and knobs from options and configuration', async () => {
    const profile = async (options: Parameters<typeof setUp>[1]) => {
      const { transport } = await setUp(() => ({ status: 503 }), { retry: false, ...options });
      await failureOf(transport.call(getTopology));
      return transport.getBackpressureState().permitsMax;
    };
    expect(await profile({})).toBe(16);
    expect(await profile({ backpressure: 'CONSERVATIVE' })).toBe(12);
    expect(await profile({ backpressure: 'LEGACY' })).toBe(undefined);
    expect(await profile({ configuration: { CAMUNDA_SDK_BACKPRESSURE_PROFILE: 'AGGRESSIVE' } })).toBe(24);
    expect(await profile({ configuration: { CAMUNDA_SDK_BACKPRESSURE_INITIAL_MAX: 7 } })).toBe(7);
    expect(await profile({ backpressure: { initialMax: 9 } })).toBe(9);
    await expect(setUp(undefined, { backpressure: { softFactor: 1.5 } })).rejects.toThrow(
      /backpressure\.softFactor/,
    );
    await expect(setUp(undefined, { backpressure: 'WILD' as 'LEGACY' })).rejects.toThrow(
      /backpressure\.profile has to be one of/,
    );
  });
});
