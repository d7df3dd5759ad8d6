import type { Clock } from '@camunda/core';

/** One moment on both clocks of the machine. */
export interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** The present moment. */
export function momentNow(clock: Clock): Moment {
  return { wallMs: clock.now(), monotonicMs: clock.monotonic() };
}

/**
 * Milliseconds since `moment`, by the clock that saw more of them pass: the monotonic clock sleeps with the machine, and
 * the wall clock can be set back.
 */
export function elapsedSince(moment: Moment, clock: Clock): number {
  return Math.max(clock.monotonic() - moment.monotonicMs, clock.now() - moment.wallMs);
}
