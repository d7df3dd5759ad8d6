import { errorBrand, hasErrorBrand } from '@camunda/core';
import { CallError } from './call-error.ts';

/** The transport was closed before the call. Nothing was sent. */
export class ClosedError extends CallError {
  constructor(operationId: string) {
    super(`${operationId} was not sent: the transport is closed`, { operationId, code: 'TRANSPORT_CLOSED' });
  }

  get [errorBrand('ClosedError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is ClosedError {
    return hasErrorBrand(value, 'ClosedError');
  }
}
