import type { Clock } from '@camunda/core';

/**
 * How far the identity provider's clock is ahead of this machine's, learnt from the `Date` header of its answers. Signed
 * assertions, and tokens that state only their end, are judged by the server's clock.
 */
export class ClockOffset {
  readonly #clock: Clock;
  #ms = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The server's clock minus this one, in milliseconds; 0 until learnt. */
  get ms(): number {
    return this.#ms;
  }

  /** What time it is at the server, in milliseconds since the Unix epoch. */
  serverNow(): number {
    return this.#clock.now() + this.#ms;
  }

  /** Learns from an answer to a request that was sent at `sentAtMs`. `Date` has whole seconds: its middle is taken. */
  learn(headers: Headers, sentAtMs: number): void {
    const serverMs = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(serverMs)) return;
    const ageMs = 1000 * (Number(headers.get('age')) || 0);
    this.#ms = Math.round(serverMs + 500 + ageMs - (sentAtMs + this.#clock.now()) / 2);
  }
}
