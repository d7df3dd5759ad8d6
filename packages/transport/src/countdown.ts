import type { Clock, TimerHandle } from '@camunda/core';

/** A time limit that can begin anew. */
export class Countdown {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onEnd: () => void;
  #timer: TimerHandle;

  /** @param limitMs `Infinity` for no limit */
  constructor(clock: Clock, limitMs: number, onEnd: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onEnd = onEnd;
    this.restart();
  }

  /** Counts from now. */
  restart(): void {
    this.stop();
    if (Number.isFinite(this.#limitMs)) this.#timer = this.#clock.setTimeout(this.#onEnd, this.#limitMs);
  }

  /** Counts no longer. */
  stop(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
