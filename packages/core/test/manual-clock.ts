import type { Clock } from '../src/clock.ts';

/** A clock that goes only when it is told to. */
export class ManualClock implements Clock {
  #time = 0;
  #last = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly callback: () => void }>();

  /** How many timers are running. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  setTimeout(callback: () => void, delayMs: number): number {
    this.#last += 1;
    this.#timers.set(this.#last, { at: this.#time + delayMs, callback });
    return this.#last;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(Number(handle));
  }

  /** Lets time pass, and calls what is due in between, in its order. */
  advance(byMs: number): void {
    const end = this.#time + byMs;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due[0]);
      this.#time = due[1].at;
      due[1].callback();
    }
    this.#time = end;
  }
}
