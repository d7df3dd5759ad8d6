import { delay, hasErrorBrand, systemClock } from '@camunda/core';
import type { CallOptions } from '@camunda/transport';
import type { OperationDescriptor } from '../operation-descriptor.ts';
import { beforeTheEnd } from './before-the-end.ts';
import type { ConsistencyOptions } from './consistency-options.ts';
import { EventualConsistencyTimeoutError } from './eventual-consistency-timeout-error.ts';

const DEFAULT_INTERVAL_MS = 500;
const SHORTEST_INTERVAL_MS = 10;
const LONGEST_BACKOFF_MS = 2_000;

interface Attempt<Result> {
  readonly status: number | undefined;
  readonly result: Result | undefined;
  readonly error?: unknown;
}

/**
 * Repeats a call until its answer is the expected one.
 *
 * A 404 of a GET means "not there yet", a 429 doubles the pause (to 2 seconds at most); every other error ends the wait at once, so
 * that a missing permission or a wrong filter is not waited out. The call under way is cut when the time is up.
 *
 * @throws {EventualConsistencyTimeoutError} the time is up
 * @throws the signal's reason, at once, when one of the signals gets aborted
 */
export async function pollUntilConsistent<Result>(
  descriptor: OperationDescriptor,
  send: (options: CallOptions) => Promise<Result>,
  options: CallOptions,
  consistency: ConsistencyOptions<Result>,
): Promise<Result> {
  const { waitUpToMs, pollIntervalMs = DEFAULT_INTERVAL_MS, clock = systemClock } = consistency;
  const interval = Math.max(pollIntervalMs, SHORTEST_INTERVAL_MS);
  const predicate = consistency.predicate ?? defaultPredicate;
  const signal = eitherSignal(options.signal, consistency.signal);
  const start = clock.monotonic();
  let last: Attempt<Result> | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const left = Math.max(1, Math.ceil(waitUpToMs - (clock.monotonic() - start)));
    const outcome = await tryOnce(
      descriptor,
      send,
      { ...options, signal, timeoutMs: shorter(options.timeoutMs, left) },
      left,
    );
    if (outcome === undefined) throw timeout(attempt, last);
    last = outcome;
    const isAnswer = outcome.status === undefined;
    const within = <Value>(value: Value | Promise<Value>) =>
      beforeTheEnd(value, { leftMs: waitUpToMs - (clock.monotonic() - start), signal, clock }, () =>
        timeout(attempt, last),
      );
    const satisfied = isAnswer && (await within(predicate(outcome.result as Result)));
    const elapsedMs = clock.monotonic() - start;
    const remainingMs = Math.max(0, waitUpToMs - elapsedMs);
    const { status, result } = outcome;
    await within(consistency.onAttempt?.({ attempt, elapsedMs, remainingMs, status, satisfied, result }));
    if (satisfied) {
      await within(consistency.onComplete?.({ attempts: attempt, elapsedMs }));
      return result as Result;
    }
    const pause = status === 429 ? Math.min(interval * 2, Math.max(LONGEST_BACKOFF_MS, interval)) : interval;
    if (remainingMs <= 0) throw timeout(attempt, last);
    await delay(Math.min(pause, remainingMs), { signal, clock });
    if (clock.monotonic() - start >= waitUpToMs) throw timeout(attempt, last);
  }

  function timeout(attempts: number, outcome: Attempt<Result> | undefined): EventualConsistencyTimeoutError {
    return new EventualConsistencyTimeoutError({
      operationId: descriptor.operationId,
      attempts,
      elapsedMs: Math.round(clock.monotonic() - start),
      waitUpToMs,
      lastStatus: outcome === undefined ? undefined : (outcome.status ?? 200),
      lastResult: outcome?.result,
      cause: outcome?.error,
    });
  }
}

/** `undefined` when our own time limit cut the call. */
async function tryOnce<Result>(
  descriptor: OperationDescriptor,
  send: (options: CallOptions) => Promise<Result>,
  options: CallOptions,
  left: number,
): Promise<Attempt<Result> | undefined> {
  try {
    return { status: undefined, result: await send(options) };
  } catch (error) {
    if (hasErrorBrand(error, 'TimeoutError') && options.timeoutMs === left) return undefined;
    const status = hasErrorBrand(error, 'HttpError') ? Reflect.get(error as object, 'status') : undefined;
    const notYet = status === 429 || (status === 404 && descriptor.method === 'GET');
    if (!notYet) throw error;
    return { status, result: undefined, error };
  }
}

/** Searches: at least one item. Others: any answer. */
function defaultPredicate(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return true;
  const items: unknown = Reflect.get(result, 'items');
  return Array.isArray(items) ? items.length > 0 : true;
}

function shorter(given: number | undefined, left: number): number {
  return given === undefined ? left : Math.min(given, left);
}

function eitherSignal(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return AbortSignal.any([one, other]);
}
