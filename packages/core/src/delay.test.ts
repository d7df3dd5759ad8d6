import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ManualClock } from '../test/manual-clock.ts';
import { delay } from './delay.ts';

/** Whether a promise is settled by the time that everything which is ready has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const first = await Promise.race([
    promise.catch(() => undefined),
    new Promise((done) => setImmediate(done, pending)),
  ]);
  return first !== pending;
}

describe('delay', () => {
  it('resolves when the time has passed, not earlier', async () => {
    const clock = new ManualClock();
    const waiting = delay(100, { clock });
    clock.advance(99);
    expect(await isSettled(waiting)).toBe(false);
    clock.advance(1);
    await expect(waiting).resolves.toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it.each([0, -5])('resolves in the next timer turn for %d', async (delayMs) => {
    const clock = new ManualClock();
    const waiting = delay(delayMs, { clock });
    expect(await isSettled(waiting)).toBe(false);
    clock.advance(0);
    expect(await isSettled(waiting)).toBe(true);
  });

  it('waits as long as it is told, also longer than a timer of the runtimes can hold', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const done = vi.fn();
    const waiting = delay(2 ** 32).then(done);
    await vi.advanceTimersByTimeAsync(2 ** 32 - 1);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
  });

  it('rejects at once with the reason of the abort, and leaves no timer behind', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const waiting = delay(100, { clock, signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
  });

  it('does not start when the signal is aborted already', async () => {
    const clock = new ManualClock();
    const setTimeout = vi.spyOn(clock, 'setTimeout');
    await expect(delay(100, { clock, signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
    expect(setTimeout).not.toHaveBeenCalled();
  });

  it('removes its listener, so that a long-lived signal does not collect them', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, 'addEventListener');
    const remove = vi.spyOn(signal, 'removeEventListener');
    const waits = Array.from({ length: 20 }, () => delay(1, { clock, signal }));
    clock.advance(1);
    await Promise.all(waits);
    expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(
      add.mock.calls.map(([, listener]) => listener),
    );
  });

  it('waits with the machine’s clock by default', async () => {
    const started = performance.now();
    await delay(20);
    expect(performance.now() - started).toBeGreaterThanOrEqual(19);
  });
});
