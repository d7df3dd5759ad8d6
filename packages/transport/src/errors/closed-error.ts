import { errorBrand, hasErrorBrand } from '@camunda/core';
import { CallError, type CallErrorOptions } from './call-error.ts';

/** The transport was closed before the call, or while it was under way; `attempts` tells which. */
export class ClosedError extends CallError {
  constructor(options: Pick<CallErrorOptions, 'operationId' | 'attempts' | 'outcomeUnknown'>) {
    const what =
      (options.attempts ?? 0) === 0
        ? 'was not sent: the transport is closed'
        : 'ended: the transport was closed';
    super(`${options.operationId} ${what}`, { ...options, code: 'TRANSPORT_CLOSED' });
  }

  get [errorBrand('ClosedError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is ClosedError {
    return hasErrorBrand(value, 'ClosedError');
  }
}
