import type { Clock } from '@camunda/core';
import { createLogger } from '@camunda/logger';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { AdaptiveLimit, createTimerProbe, type Load } from './adaptive-limit.ts';
import { Capacity } from './capacity.ts';

/** A limit of 20 whose looks happen when the test says so. */
function setUpLimit() {
  let look = (_lateMs = 0): void => {};
  let time = 0;
  let load: Load = { delayMs: 0, memory: 0 };
  const clock: Clock = {
    now: () => time,
    monotonic: () => time,
    setTimeout: (callback, delayMs) => {
      look = (lateMs = 0) => {
        time += delayMs + lateMs;
        callback();
      };
      return callback;
    },
    clearTimeout: () => {
      look = () => {};
    },
  };
  const capacity = new Capacity(20);
  const limit = new AdaptiveLimit({
    capacity,
    most: 20,
    probe: { read: () => load, close: () => {} },
    clock,
    logger: createLogger(),
  });
  return {
    capacity,
    limit,
    look: (lateMs: number): void => look(lateMs),
    lookWith: (next: Partial<Load>): number => {
      load = { delayMs: 0, memory: 0, ...next };
      look();
      return capacity.limit;
    },
    /** All slots are taken for a moment, and are free again when the limit is looked at. */
    fill: (): void => {
      const { free } = capacity;
      for (let index = 0; index < free; index++) capacity.take();
      for (let index = 0; index < free; index++) capacity.release();
    },
  };
}

describe('AdaptiveLimit', () => {
  it('goes down by three tenths while the loop is late or memory is short, and never below 1', () => {
    const { lookWith } = setUpLimit();
    expect(lookWith({ delayMs: 200 })).toBe(14);
    expect(lookWith({ memory: 0.9 })).toBe(9);
    for (let index = 0; index < 20; index++) lookWith({ delayMs: 200 });
    expect(lookWith({ delayMs: 200 })).toBe(1);
  });

  it('goes up by a tenth while all is easy and all slots come into use, up to the most', () => {
    const { lookWith, fill } = setUpLimit();
    lookWith({ delayMs: 200 });
    expect(lookWith({})).toBe(14);
    fill();
    expect(lookWith({})).toBe(15);
    expect(lookWith({})).toBe(15);
    fill();
    expect(lookWith({ delayMs: 50 })).toBe(15);
    expect(lookWith({})).toBe(15);
    for (let index = 0; index < 20; index++) {
      fill();
      lookWith({});
    }
    expect(lookWith({})).toBe(20);
  });

  it('counts a look that is late itself', () => {
    const { look, capacity } = setUpLimit();
    look(99);
    expect(capacity.limit).toBe(20);
    look(101);
    expect(capacity.limit).toBe(14);
  });

  it('looks no more when it is closed', () => {
    const { lookWith, limit } = setUpLimit();
    limit.close();
    expect(lookWith({ delayMs: 200 })).toBe(20);
  });
});

describe('createTimerProbe', () => {
  it('tells by how much its timer was late at worst since the last look, and ends', () => {
    const clock = new ManualClock();
    let heldUpMs = 0;
    const monotonic = (): number => clock.monotonic() + heldUpMs;
    const probe = createTimerProbe({
      now: () => clock.now(),
      monotonic,
      setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs),
      clearTimeout: (handle) => clock.clearTimeout(handle),
    });
    clock.advance(50);
    expect(probe.read().delayMs).toBe(0);
    heldUpMs += 200;
    clock.advance(50);
    clock.advance(100);
    expect(probe.read()).toEqual({ delayMs: 200, memory: 0 });
    clock.advance(50);
    expect(probe.read().delayMs).toBe(0);
    probe.close();
    expect(clock.timers).toBe(0);
  });
});
