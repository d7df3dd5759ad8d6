import { errorBrand, hasErrorBrand } from '@camunda/core';
import { CallError, type CallErrorOptions } from './call-error.ts';

/** What a {@link TimeoutError} is made from. */
export interface TimeoutErrorOptions extends Omit<CallErrorOptions, 'code'> {
  readonly timeoutMs: number;
  /** Whether one attempt took too long, the call as a whole, or the next piece of a stream. */
  readonly scope: 'attempt' | 'call' | 'progress';
}

const WHAT = {
  attempt: 'got no answer to an attempt',
  call: 'did not end',
  progress: 'made no progress',
} as const;

/** The call, or one attempt of it, took longer than its time limit. */
export class TimeoutError extends CallError {
  /** The limit that was exceeded, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether one attempt took too long, the call as a whole, or the next piece of a stream. */
  readonly scope: 'attempt' | 'call' | 'progress';

  constructor(options: TimeoutErrorOptions) {
    super(`${options.operationId} ${WHAT[options.scope]} within ${options.timeoutMs} ms`, {
      ...options,
      code: 'TIMEOUT',
    });
    this.timeoutMs = options.timeoutMs;
    this.scope = options.scope;
  }

  get [errorBrand('TimeoutError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is TimeoutError {
    return hasErrorBrand(value, 'TimeoutError');
  }
}
