import { type Clock, delay, type RandomSource } from '@camunda/core';
import { AuthError } from '../auth-error.ts';

/** How {@link retryTransient} tries again. */
export interface RetryTransientOptions {
  readonly maxAttempts: number;
  readonly baseDelayMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Told before each wait. */
  onRetry(error: AuthError, waitMs: number): void;
}

const LONGEST_DELAY_MS = 30_000;

/**
 * Tries until it succeeds, fails for good, or the attempts are used up. Waits grow from the base, doubling, with half of each
 * left to chance; a `Retry-After` is kept to, and one beyond 30 s ends the attempts.
 */
export async function retryTransient<T>(
  attempt: () => Promise<T>,
  options: RetryTransientOptions,
): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!AuthError.isInstance(error) || !error.isRetryable || number >= options.maxAttempts) throw error;
      const askedMs = error.retryAfterMs ?? 0;
      if (askedMs > LONGEST_DELAY_MS) throw error;
      const backoffMs = Math.min(options.baseDelayMs * 2 ** (number - 1), LONGEST_DELAY_MS);
      const waitMs = Math.max(backoffMs * (0.5 + options.random() / 2), askedMs);
      options.onRetry(error, waitMs);
      await delay(waitMs, { signal: options.signal, clock: options.clock });
    }
  }
}
