import type { Clock } from '@camunda/core';

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock whose time passes only when a test says so. */
export class ManualClock implements Clock {
  #monotonicMs = 1_000_000;
  #wallMs = Date.now();
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#wallMs;
  }

  monotonic(): number {
    return this.#monotonicMs;
  }

  setTimeout(callback: () => void, delayMs: number): Timer {
    const timer = { atMs: this.#monotonicMs + delayMs, callback };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as Timer);
  }

  /** The delays of the timers that wait, shortest first. */
  get pendingMs(): number[] {
    return [...this.#timers].map((timer) => timer.atMs - this.#monotonicMs).sort((a, b) => a - b);
  }

  /** Lets time pass on both clocks, and calls what is due. */
  advance(ms: number): void {
    this.#monotonicMs += ms;
    this.#wallMs += ms;
    for (const timer of [...this.#timers].sort((a, b) => a.atMs - b.atMs)) {
      if (timer.atMs > this.#monotonicMs || !this.#timers.delete(timer)) continue;
      timer.callback();
    }
  }

  /** Sets the wall clock, as an administrator or a time service does. */
  jump(ms: number): void {
    this.#wallMs += ms;
  }
}
