import type { Clock } from '@camunda/core';

const BURST = 10;
const REFILL_MS = 10_000;

/**
 * How often a refused token is replaced out of turn. An API that refuses every token, for want of the right audience for
 * example, must not turn each call into a token request: after 10 in a row, one every 10 s.
 */
export class ForcedRefreshBudget {
  readonly #clock: Clock;
  #left = BURST;
  #countedAtMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#countedAtMs = clock.monotonic();
  }

  /** Whether one more is allowed now; if so, it is counted. */
  take(): boolean {
    const now = this.#clock.monotonic();
    const refilled = Math.floor((now - this.#countedAtMs) / REFILL_MS);
    if (refilled > 0) {
      this.#left = Math.min(BURST, this.#left + refilled);
      this.#countedAtMs += refilled * REFILL_MS;
    }
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}
