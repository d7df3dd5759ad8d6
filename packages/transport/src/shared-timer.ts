import type { Clock, TimerHandle } from '@camunda/core';

/** Something that has to happen at a certain time, unless it is taken back before. */
export interface Due {
  /** On the monotonic clock, in milliseconds. */
  readonly dueAt: number;
  onDue(): void;
}

/** The longest wait that one timer of the JavaScript runtimes can hold, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * One timer for many time limits, almost none of which is ever reached: it is set for the earliest, and looks for the next
 * only when it has fired. Without anything due there is no timer.
 */
export class SharedTimer {
  readonly #clock: Clock;
  readonly #waiting = new Set<Due>();
  #firesAt = Number.POSITIVE_INFINITY;
  #timer: TimerHandle | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(due: Due): void {
    this.#waiting.add(due);
    if (due.dueAt < this.#firesAt) this.#arm(due.dueAt);
  }

  delete(due: Due): void {
    if (this.#waiting.delete(due) && this.#waiting.size === 0) this.#disarm();
  }

  #arm(at: number): void {
    this.#disarm();
    this.#firesAt = at;
    const waitMs = Math.min(Math.max(0, at - this.#clock.monotonic()), LONGEST_TIMER_MS);
    this.#timer = this.#clock.setTimeout(() => this.#fire(), waitMs);
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firesAt = Number.POSITIVE_INFINITY;
  }

  #fire(): void {
    this.#disarm();
    const now = this.#clock.monotonic();
    const over = [...this.#waiting].filter(({ dueAt }) => dueAt <= now);
    for (const due of over) this.#waiting.delete(due);
    let next = Number.POSITIVE_INFINITY;
    for (const { dueAt } of this.#waiting) next = Math.min(next, dueAt);
    if (next < Number.POSITIVE_INFINITY) this.#arm(next);
    for (const due of over) due.onDue();
  }
}
