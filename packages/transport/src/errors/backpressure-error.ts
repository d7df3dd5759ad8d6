import { errorBrand, hasErrorBrand } from '@camunda/core';
import { CallError, type CallErrorOptions } from './call-error.ts';

/** What a {@link BackpressureError} is made from. */
export interface BackpressureErrorOptions extends Omit<CallErrorOptions, 'code'> {
  readonly waiting: number;
}

/** The cluster asked to slow down, and too many calls wait already. This one was not sent. */
export class BackpressureError extends CallError {
  /** How many calls were waiting. */
  readonly waiting: number;

  constructor(options: BackpressureErrorOptions) {
    super(
      `${options.operationId} was not sent: the cluster asked to slow down and the queue of waiting calls is full`,
      { ...options, isRetryable: true, code: 'BACKPRESSURE' },
    );
    this.waiting = options.waiting;
  }

  get [errorBrand('BackpressureError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is BackpressureError {
    return hasErrorBrand(value, 'BackpressureError');
  }
}
