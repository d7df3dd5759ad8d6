import { type Clock, systemClock } from '@camunda/core';

/** How repeated lines are limited. */
export interface RepeatLimiterOptions {
  /** For how long the repetitions of a line are only counted, in milliseconds; 0 writes every line. */
  readonly windowMs: number;
  /** @default the machine's clock */
  readonly clock?: Clock | undefined;
}

interface Repetition {
  readonly since: number;
  count: number;
  report: (count: number, seconds: number) => void;
  timer?: unknown;
}

/** So many different lines are remembered; the oldest is forgotten first. */
const MOST_REMEMBERED = 256;

/** Lets the first of several identical lines through at once, counts the others, and reports the count when the time is up. */
export class RepeatLimiter {
  readonly #windowMs: number;
  readonly #clock: Clock;
  readonly #repetitions = new Map<string, Repetition>();

  constructor(options: RepeatLimiterOptions) {
    this.#windowMs = options.windowMs;
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Whether a line is to be written now.
   *
   * @param key equal for identical lines
   * @param report writes how often the line was held back since, and in how many seconds
   */
  admits(key: string, report: Repetition['report']): boolean {
    if (this.#windowMs <= 0) return true;
    const now = this.#clock.monotonic();
    const known = this.#repetitions.get(key);
    if (known !== undefined && now - known.since < this.#windowMs) {
      known.count += 1;
      known.report = report;
      known.timer ??= this.#startTimer(key, known.since + this.#windowMs - now);
      return false;
    }
    if (known !== undefined) this.#finish(key);
    if (this.#repetitions.size >= MOST_REMEMBERED) this.#forgetOldest();
    this.#repetitions.set(key, { since: now, count: 0, report });
    return true;
  }

  /** Reports every count that is still open. */
  flush(): void {
    for (const key of [...this.#repetitions.keys()]) this.#finish(key);
  }

  #startTimer(key: string, delayMs: number): unknown {
    const timer = this.#clock.setTimeout(() => this.#finish(key), delayMs);
    // A count that is still open must not keep a finished program alive.
    if (typeof timer === 'object' && timer !== null) {
      const unref: unknown = Reflect.get(timer, 'unref');
      if (typeof unref === 'function') Reflect.apply(unref, timer, []);
    }
    return timer;
  }

  #forgetOldest(): void {
    const [oldest] = this.#repetitions.keys();
    if (oldest !== undefined) this.#finish(oldest);
  }

  #finish(key: string): void {
    const known = this.#repetitions.get(key);
    this.#repetitions.delete(key);
    if (known === undefined) return;
    if (known.timer !== undefined) this.#clock.clearTimeout(known.timer);
    if (known.count > 0) {
      known.report(known.count, Math.max(1, Math.round((this.#clock.monotonic() - known.since) / 1000)));
    }
  }
}
