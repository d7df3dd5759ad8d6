import { TimeoutError } from '@camunda/transport';
import { describe, expect, it, vi } from 'vitest';
import { leapingClock } from '../../test/manual-clock.ts';
import { httpError, scriptedTransport } from '../../test/scripted-transport.ts';
import { createApiClient, EventualConsistencyTimeoutError } from '../index.ts';

const key = { processInstanceKey: '1' };

describe('consistency', () => {
  it('repeats a GET that finds nothing, every 500 ms', async () => {
    const clock = leapingClock();
    const transport = scriptedTransport((_, number) => {
      if (number < 4) throw httpError(404);
      return { processInstanceKey: '1' };
    });
    const onAttempt = vi.fn();
    const onComplete = vi.fn();
    const client = createApiClient(transport);
    await client.getProcessInstance(key, { consistency: { waitUpToMs: 5000, clock, onAttempt, onComplete } });
    expect(transport.calls).toHaveLength(4);
    expect(clock.monotonic()).toBe(1500);
    expect(
      onAttempt.mock.calls.map(([{ attempt, status, satisfied }]) => [attempt, status, satisfied]),
    ).toEqual([
      [1, 404, false],
      [2, 404, false],
      [3, 404, false],
      [4, undefined, true],
    ]);
    expect(onComplete).toHaveBeenCalledExactlyOnceWith({ attempts: 4, elapsedMs: 1500 });
  });

  it('repeats a search without items by default, and until the predicate holds where there is one', async () => {
    const answer = (_: unknown, number: number) => ({
      items: Array.from({ length: number - 1 }, (_, index) => index),
      page: {},
    });
    const plain = scriptedTransport(answer);
    await createApiClient(plain).searchUsers(
      {},
      { consistency: { waitUpToMs: 5000, clock: leapingClock() } },
    );
    expect(plain.calls).toHaveLength(2);
    const picky = scriptedTransport(answer);
    const consistency = {
      waitUpToMs: 5000,
      clock: leapingClock(),
      predicate: ({ items }: { items: unknown[] }) => items.length > 2,
    };
    await createApiClient(picky).searchUsers({}, { consistency });
    expect(picky.calls).toHaveLength(4);
  });

  it.each([400, 401, 403, 409, 422, 500, 503])('does not wait out a %i', async (status) => {
    const transport = scriptedTransport(() => {
      throw httpError(status);
    });
    const call = createApiClient(transport).getProcessInstance(key, { consistency: { waitUpToMs: 5000 } });
    await expect(call).rejects.toMatchObject({ status });
    expect(transport.calls).toHaveLength(1);
  });

  it('ends a search on a 404', async () => {
    const transport = scriptedTransport(() => {
      throw httpError(404);
    });
    const call = createApiClient(transport).searchUsers({}, { consistency: { waitUpToMs: 5000 } });
    await expect(call).rejects.toMatchObject({ status: 404 });
  });

  it('waits twice as long after a 429', async () => {
    const clock = leapingClock();
    const transport = scriptedTransport((_, number) => {
      if (number === 1) throw httpError(429);
      return {};
    });
    await createApiClient(transport).getProcessInstance(key, { consistency: { waitUpToMs: 5000, clock } });
    expect(clock.monotonic()).toBe(1000);
  });

  it('tells how it went when the time is up', async () => {
    const clock = leapingClock();
    const transport = scriptedTransport(() => ({ items: [], page: {} }));
    const call = createApiClient(transport).searchUsers({}, { consistency: { waitUpToMs: 1200, clock } });
    const error = await call.catch((thrown: unknown) => thrown);
    expect(EventualConsistencyTimeoutError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'EVENTUAL_CONSISTENCY_TIMEOUT',
      operationId: 'searchUsers',
      attempts: 3,
      elapsedMs: 1200,
      lastStatus: 200,
    });
    expect(Object.keys(error as object)).not.toContain('lastResult');
  });

  it('cuts the call under way when the time is up', async () => {
    const transport = scriptedTransport(({ options }) => {
      throw new TimeoutError({
        operationId: 'x',
        attempts: 1,
        timeoutMs: options.timeoutMs ?? 0,
        scope: 'call',
      });
    });
    const call = createApiClient(transport).getProcessInstance(key, { consistency: { waitUpToMs: 700 } });
    await expect(call).rejects.toMatchObject({ code: 'EVENTUAL_CONSISTENCY_TIMEOUT', attempts: 1 });
    expect(transport.calls[0]?.options.timeoutMs).toBe(700);
  });

  it('rejects with what a hook or the predicate throws [T41]', async () => {
    const failure = new Error('from the hook');
    const fail = () => {
      throw failure;
    };
    for (const consistency of [{ onAttempt: fail }, { predicate: fail }, { onComplete: fail }]) {
      const client = createApiClient(scriptedTransport(() => ({ items: [1], page: {} })));
      await expect(client.searchUsers({}, { consistency: { waitUpToMs: 100, ...consistency } })).rejects.toBe(
        failure,
      );
    }
    const missing = createApiClient(scriptedTransport(() => Promise.reject(httpError(404))));
    const call = missing.getProcessInstance(key, { consistency: { waitUpToMs: 100, onAttempt: fail } });
    await expect(call).rejects.toBe(failure);
  });

  it('ends at once when a signal aborts, with its reason [T42]', async () => {
    const controller = new AbortController();
    const transport = scriptedTransport(() => {
      setTimeout(() => controller.abort('enough'), 0);
      throw httpError(404);
    });
    const consistency = { waitUpToMs: 600_000, pollIntervalMs: 600_000, signal: controller.signal };
    const call = createApiClient(transport).getProcessInstance(key, {
      signal: new AbortController().signal,
      consistency,
    });
    await expect(call).rejects.toBe('enough');
  });

  it('takes its interval from the client, and never from the environment [T38, T39]', async () => {
    vi.stubEnv('CAMUNDA_SDK_EVENTUAL_POLL_DEFAULT_MS', '7');
    vi.stubEnv('CAMUNDA_AUTH_STRATEGY', 'OAUTH');
    const clock = leapingClock();
    const transport = scriptedTransport((_, number) => ({ items: number === 1 ? [] : [1], page: {} }));
    const client = createApiClient(transport, {
      configuration: { CAMUNDA_SDK_EVENTUAL_POLL_DEFAULT_MS: 40 },
    });
    await client.searchUsers({}, { consistency: { waitUpToMs: 1000, clock } });
    vi.unstubAllEnvs();
    expect(clock.monotonic()).toBe(40);
  });

  it('does not wait for callbacks that never settle: the signal and the time end it', async () => {
    const client = createApiClient(scriptedTransport(() => ({})));
    const predicate = () => new Promise<boolean>(() => {});
    const controller = new AbortController();
    const aborted = client.getProcessInstance(key, {
      signal: controller.signal,
      consistency: { waitUpToMs: 60_000, predicate },
    });
    controller.abort('enough');
    await expect(aborted).rejects.toBe('enough');
    const onAttempt = () => new Promise<void>(() => {});
    const late = client.getProcessInstance(key, { consistency: { waitUpToMs: 20, onAttempt } });
    await expect(late).rejects.toSatisfy(EventualConsistencyTimeoutError.isInstance);
  });
});
