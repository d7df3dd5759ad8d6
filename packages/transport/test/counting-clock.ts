import { type Clock, systemClock, type TimerHandle } from '@camunda/core';

/** The machine's clock, which knows the timers that are running, and whose time of day can be set. */
export class CountingClock implements Clock {
  readonly #running = new Set<TimerHandle>();
  /** How far its time of day is from the machine's, in milliseconds. */
  offsetMs = 0;

  now(): number {
    return systemClock.now() + this.offsetMs;
  }

  monotonic(): number {
    return systemClock.monotonic();
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    const handle = systemClock.setTimeout(() => {
      this.#running.delete(handle);
      callback();
    }, delayMs);
    this.#running.add(handle);
    return handle;
  }

  clearTimeout(handle: TimerHandle): void {
    this.#running.delete(handle);
    systemClock.clearTimeout(handle);
  }

  /** How many timers are running. */
  get timers(): number {
    return this.#running.size;
  }
}
