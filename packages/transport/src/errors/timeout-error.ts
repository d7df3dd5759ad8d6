import { errorBrand, hasErrorBrand } from '@camunda/core';
import { CallError, type CallErrorOptions } from './call-error.ts';

/** What a {@link TimeoutError} is made from. */
export interface TimeoutErrorOptions extends Omit<CallErrorOptions, 'code'> {
  readonly timeoutMs: number;
  /** Whether one attempt took too long, or the call as a whole. */
  readonly scope: 'attempt' | 'call';
}

/** The call, or one attempt of it, took longer than its time limit. */
export class TimeoutError extends CallError {
  /** The limit that was exceeded, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether one attempt took too long, or the call as a whole. */
  readonly scope: 'attempt' | 'call';

  constructor(options: TimeoutErrorOptions) {
    const what = options.scope === 'call' ? 'did not end' : 'got no answer to an attempt';
    super(`${options.operationId} ${what} within ${options.timeoutMs} ms`, { ...options, code: 'TIMEOUT' });
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
