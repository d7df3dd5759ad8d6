import { describe, expect, it } from 'vitest';
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

describe('systemRandom', () => {
  it('gives different numbers from 0 up to, but not including, 1', () => {
    const numbers = Array.from({ length: 1000 }, systemRandom);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(new Set(numbers).size).toBeGreaterThan(900);
  });
});
