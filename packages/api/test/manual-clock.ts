import type { Clock } from '@camunda/core';

/** A clock whose timers expire at once, in order, moving its time on: waits take no time, and add up exactly. */
export function leapingClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    setTimeout(callback, delayMs) {
      const handle = { cancelled: false };
      queueMicrotask(() => {
        if (handle.cancelled) return;
        now += delayMs;
        callback();
      });
      return handle;
    },
    clearTimeout(handle) {
      (handle as { cancelled: boolean }).cancelled = true;
    },
  };
}
