import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';
import { systemRandom } from './random-source.ts';

describe('systemClock', () => {
  it('tells the time of day, and a time that never goes back', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
    const times = Array.from({ length: 1000 }, () => systemClock.monotonic());
    expect(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0))).toBe(true);
  });

  it('calls back once, and not at all when the timer is forgotten', async () => {
    const called: string[] = [];
    systemClock.clearTimeout(systemClock.setTimeout(() => called.push('forgotten'), 1));
    await new Promise<void>((done) => {
      systemClock.setTimeout(() => {
        called.push('kept');
        done();
      }, 5);
    });
    expect(called).toEqual(['kept']);
    expect(() => systemClock.clearTimeout(undefined)).not.toThrow();
  });
});

describe('systemClock, for a time that no timer of a runtime can hold', () => {
  const THIRTY_DAYS_MS = 30 * 86_400_000;
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('calls back when it has passed, and not before', () => {
    vi.useFakeTimers();
    const callback = vi.fn();
    systemClock.setTimeout(callback, THIRTY_DAYS_MS);
    vi.advanceTimersByTime(THIRTY_DAYS_MS - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([0, THIRTY_DAYS_MS - 1])('forgets the timer after %d ms', (passedMs) => {
    vi.useFakeTimers();
    const callback = vi.fn();
    const handle = systemClock.setTimeout(callback, THIRTY_DAYS_MS);
    vi.advanceTimersByTime(passedMs);
    systemClock.clearTimeout(handle);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(THIRTY_DAYS_MS);
    expect(callback).not.toHaveBeenCalled();
  });

  it('never calls back after Infinity', () => {
    vi.useFakeTimers();
    const callback = vi.fn();
    systemClock.setTimeout(callback, Number.POSITIVE_INFINITY);
    vi.advanceTimersByTime(100 * THIRTY_DAYS_MS);
    expect(callback).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(1);
  });
});

describe('systemRandom', () => {
  it('gives different numbers from 0 up to, but not including, 1', () => {
    const numbers = Array.from({ length: 1000 }, systemRandom);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(numbers).size).toBeGreaterThan(900);
  });
});
