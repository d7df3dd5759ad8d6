import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** What an {@link EventualConsistencyTimeoutError} is made from. */
export interface EventualConsistencyTimeoutErrorOptions {
  readonly operationId: string;
  readonly attempts: number;
  readonly elapsedMs: number;
  readonly waitUpToMs: number;
  readonly lastStatus: number | undefined;
  readonly lastResult?: unknown;
  readonly cause?: unknown;
}

/** The expected answer did not come within `waitUpToMs`. */
export class EventualConsistencyTimeoutError extends CamundaError {
  readonly operationId: string;
  /** How often the operation was called. */
  readonly attempts: number;
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
  /** How long it was allowed to take, in milliseconds. */
  readonly waitUpToMs: number;
  /** The status of the last answer: 404 or 429; 200 where answers came that were not the expected ones; `undefined` without any. */
  readonly lastStatus: number | undefined;
  /** The last answer that was not the expected one. Not enumerable: it may hold variables. */
  declare readonly lastResult: unknown;

  constructor(options: EventualConsistencyTimeoutErrorOptions) {
    const { operationId, attempts, elapsedMs, waitUpToMs, lastStatus, lastResult, cause } = options;
    super(`${operationId} gave no answer of the expected kind in time`, {
      code: 'EVENTUAL_CONSISTENCY_TIMEOUT',
      cause,
    });
    this.operationId = operationId;
    this.attempts = attempts;
    this.elapsedMs = elapsedMs;
    this.waitUpToMs = waitUpToMs;
    this.lastStatus = lastStatus;
    Object.defineProperty(this, 'lastResult', { value: lastResult, enumerable: false });
  }

  get [errorBrand('EventualConsistencyTimeoutError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is EventualConsistencyTimeoutError {
    return hasErrorBrand(value, 'EventualConsistencyTimeoutError');
  }
}
