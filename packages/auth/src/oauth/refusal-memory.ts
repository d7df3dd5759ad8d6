import type { Clock } from '@camunda/core';
import { AuthError } from '../auth-error.ts';

const MOST_DOUBLINGS = 3;
const LONGEST_RETRY_AFTER_MS = 300_000;

/**
 * Remembers that the identity provider refused a client, so that wrong credentials do not become a flood of requests.
 * Each refusal in a row doubles the time, up to eight times the cooldown.
 */
export class RefusalMemory {
  readonly #clock: Clock;
  #error: AuthError | undefined;
  #untilMs = 0;
  #inARow = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Remembers a refusal for the cooldown, and a failure that came with a `Retry-After` for that time. */
  remember(error: unknown, cooldownMs: number): void {
    if (!AuthError.isInstance(error)) return;
    if (error.isRetryable) {
      if (error.retryAfterMs === undefined) return;
      this.#hold(error, Math.min(error.retryAfterMs, LONGEST_RETRY_AFTER_MS));
      return;
    }
    this.#hold(error, error.retryAfterMs ?? cooldownMs * 2 ** Math.min(this.#inARow, MOST_DOUBLINGS));
    this.#inARow += 1;
  }

  /** Whether a refusal is remembered now. */
  isRemembered(): boolean {
    return this.#error !== undefined && this.#clock.monotonic() < this.#untilMs;
  }

  /** @throws AuthError the remembered one, made anew, with the rest of the time in `retryAfterMs` */
  throwIfRemembered(): void {
    const past = this.#error;
    if (past === undefined || !this.isRemembered()) return;
    const retryAfterMs = Math.ceil(this.#untilMs - this.#clock.monotonic());
    throw new AuthError(
      `${past.message} No further request is made for ${Math.ceil(retryAfterMs / 1000)} s.`,
      { ...past, code: past.code, cause: past, retryAfterMs },
    );
  }

  clear(): void {
    this.#error = undefined;
    this.#inARow = 0;
  }

  #hold(error: AuthError, forMs: number): void {
    this.#error = error;
    this.#untilMs = this.#clock.monotonic() + forMs;
  }
}
