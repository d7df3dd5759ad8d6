/** The longest wait that one timer of the JavaScript runtimes can hold, in milliseconds (about 24.8 days): a longer one ends at once. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** A wait that may be longer than that: the timer of it that runs now. */
export interface LongTimer {
  current?: unknown;
}

/** Calls back after a time of any length, with as many timers in a row as it takes; `Infinity` never calls back. */
export function startLongTimer(callback: () => void, delayMs: number, timer: LongTimer = {}): LongTimer {
  const leftMs = delayMs - LONGEST_TIMER_MS;
  timer.current =
    leftMs > 0
      ? setTimeout(startLongTimer, LONGEST_TIMER_MS, callback, leftMs, timer)
      : setTimeout(callback, delayMs);
  return timer;
}
