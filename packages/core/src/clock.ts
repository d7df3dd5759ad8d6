import { LONGEST_TIMER_MS, type LongTimer, startLongTimer } from './long-timer.ts';

/** A running timer of a {@link Clock}; its only use is to be given back to {@link Clock.clearTimeout}. */
export type TimerHandle = unknown;

/** Where time comes from: injected, so that tests can decide what time it is. */
export interface Clock {
  /** Milliseconds since the Unix epoch; may jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds since an arbitrary moment; never goes back. For measuring how long something took. */
  monotonic(): number;
  /** Calls `callback` once after `delayMs` milliseconds, also where that is longer than a timer of the runtime can hold. */
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  /** Forgets a timer that {@link Clock.setTimeout} made; an expired or unknown one is ignored. */
  clearTimeout(handle: TimerHandle): void;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, delayMs) =>
    delayMs > LONGEST_TIMER_MS ? startLongTimer(callback, delayMs) : setTimeout(callback, delayMs),
  clearTimeout: (handle) => {
    const timer = (handle as LongTimer | undefined)?.current ?? handle;
    clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
  },
};
