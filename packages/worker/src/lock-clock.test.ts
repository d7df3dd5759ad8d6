import type { Clock } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import type { ActivatedJob } from './activated-job.ts';
import { LockClock } from './lock-clock.ts';

class TestClock implements Clock {
  wall = 1_000_000;
  ticks = 0;
  now = (): number => this.wall;
  monotonic = (): number => this.ticks;
  setTimeout = (): undefined => undefined;
  clearTimeout = (): void => {};
  pass(milliseconds: number): void {
    this.wall += milliseconds;
    this.ticks += milliseconds;
  }
}

const job = (deadline: number): ActivatedJob => ({ deadline }) as ActivatedJob;

describe('LockClock', () => {
  it.each([-3_600_000, 0, 3_600_000])(
    'is right whatever the cluster’s clock says (off by %i ms)',
    (offset) => {
      const clock = new TestClock();
      const locks = new LockClock(clock, 1_000);
      locks.observe([job(clock.wall + offset + 1_000)], 10);
      expect(locks.lockEndOf(job(clock.wall + offset + 1_000))).toBe(1_000);
    },
  );

  it('takes off what a slow answer has cost', () => {
    const clock = new TestClock();
    const locks = new LockClock(clock, 1_000);
    locks.observe([job(clock.wall + 1_000)], 10);
    clock.pass(5_000);
    const late = job(clock.wall - 400 + 1_000);
    locks.observe([late], 450);
    expect(locks.lockEndOf(late)).toBe(5_600);
  });

  it('believes a clock that was set back, after a few answers', () => {
    const clock = new TestClock();
    const locks = new LockClock(clock, 1_000);
    locks.observe([job(clock.wall + 1_000)], 10);
    for (let polls = 0; polls < 16; polls += 1) locks.observe([job(clock.wall - 60_000 + 1_000)], 9_000);
    expect(locks.lockEndOf(job(clock.wall - 60_000 + 1_000))).toBe(1_000);
  });

  it('does not care when this machine’s clock is set anew', () => {
    const clock = new TestClock();
    const locks = new LockClock(clock, 1_000);
    const cluster = clock.wall;
    locks.observe([job(cluster + 1_000)], 10);
    for (const jumpMs of [3_600_000, -7_200_000]) {
      clock.wall += jumpMs;
      locks.observe([job(cluster + 1_000)], 9_000);
      expect(locks.lockEndOf(job(cluster + 1_000))).toBe(1_000);
    }
  });

  it('takes no lock for older than the request, though the cluster’s clock was set back or a deadline is nonsense', () => {
    const clock = new TestClock();
    const locks = new LockClock(clock, 1_000);
    locks.observe([job(clock.wall + 1_000), job(1e18)], 10);
    locks.observe([job(clock.wall - 60_000 + 1_000)], 30);
    expect(locks.lockEndOf(job(clock.wall - 60_000 + 1_000))).toBe(970);
  });

  it('goes by the arrival where the cluster sends no deadline', () => {
    const locks = new LockClock(new TestClock(), 1_000);
    locks.observe([job(0)], 10);
    expect(locks.lockEndOf(job(0))).toBe(1_000);
    locks.observe([job(1_001_000), job(0)], 500);
    expect(locks.lockEndOf(job(0))).toBe(1_000);
  });
});
