import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** The thread or process that ran a handler ended before the handler did. */
export class HandlerCrashedError extends CamundaError {
  constructor(message: string, cause?: unknown) {
    super(message, { code: 'JOB_HANDLER_CRASHED', cause });
  }

  get [errorBrand('HandlerCrashedError')](): true {
    return true;
  }

  /** Whether `value` is a HandlerCrashedError. */
  static override isInstance(value: unknown): value is HandlerCrashedError {
    return hasErrorBrand(value, 'HandlerCrashedError');
  }
}
