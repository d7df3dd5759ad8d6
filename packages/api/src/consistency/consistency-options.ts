import type { Clock } from '@camunda/core';

/** How a call is repeated until its answer is as expected. */
export interface ConsistencyOptions<Result = unknown> {
  /** How long to go on, in milliseconds, all attempts included. 0 takes the first answer, whatever it is. */
  readonly waitUpToMs: number;
  /** The pause between two attempts, in milliseconds; at least 10. @default 500 */
  readonly pollIntervalMs?: number | undefined;
  /** Whether the answer is as expected. @default for searches: there is at least one item; for others: any answer */
  readonly predicate?: ((result: Result) => boolean | Promise<boolean>) | undefined;
  /** Called after every attempt; the call waits for it, and rejects with what it throws. */
  readonly onAttempt?: ((attempt: ConsistencyAttempt<Result>) => void | Promise<void>) | undefined;
  /** Called once, when the expected answer is there. */
  readonly onComplete?: ((summary: ConsistencySummary) => void | Promise<void>) | undefined;
  /** Ends the wait at once; the promise rejects with the signal's reason. @default the signal of the call */
  readonly signal?: AbortSignal | undefined;
  /** Whose time passes. @default the machine's clock */
  readonly clock?: Clock | undefined;
}

/** What one attempt gave. */
export interface ConsistencyAttempt<Result = unknown> {
  /** Its number, from 1. */
  readonly attempt: number;
  /** Milliseconds since the first attempt began. */
  readonly elapsedMs: number;
  /** Milliseconds that are left. */
  readonly remainingMs: number;
  /** The status of an attempt that was answered with an error: 404 or 429. @default undefined for a success */
  readonly status: number | undefined;
  /** Whether the answer is the expected one. */
  readonly satisfied: boolean;
  /** The answer of a success. */
  readonly result: Result | undefined;
}

/** How the wait ended well. */
export interface ConsistencySummary {
  readonly attempts: number;
  readonly elapsedMs: number;
}
