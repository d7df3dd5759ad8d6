import type { Clock, TimerHandle } from '@camunda/core';

/** A clock on which every pause takes no time, is written down, and counts as passed. Time limits (`longestPauseMs` or more) never run out. */
export class InstantClock implements Clock {
  readonly pauses: number[] = [];
  readonly #longestPauseMs: number;
  #now = Date.parse('2026-01-01T00:00:00Z');

  constructor(longestPauseMs = 10_000) {
    this.#longestPauseMs = longestPauseMs;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    if (delayMs >= this.#longestPauseMs) return undefined;
    this.pauses.push(delayMs);
    return setImmediate(() => {
      this.#now += delayMs;
      callback();
    });
  }

  clearTimeout(handle: TimerHandle): void {
    if (handle !== undefined) clearImmediate(handle as NodeJS.Immediate);
  }
}
