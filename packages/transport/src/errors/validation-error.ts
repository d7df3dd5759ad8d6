import { errorBrand, hasErrorBrand } from '@camunda/core';
import { CallError, type CallErrorOptions } from './call-error.ts';

/** What a {@link ValidationError} is made from. */
export interface ValidationErrorOptions extends Omit<CallErrorOptions, 'code'> {
  /** The parameter, option or variable at fault. */
  readonly parameter?: string | undefined;
}

/** What was handed in cannot be sent. Nothing was. */
export class ValidationError extends CallError {
  /** The parameter, option or variable at fault, where it is one. */
  readonly parameter: string | undefined;

  constructor(message: string, options: ValidationErrorOptions) {
    super(message, { ...options, code: 'VALIDATION' });
    this.parameter = options.parameter;
  }

  get [errorBrand('ValidationError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is ValidationError {
    return hasErrorBrand(value, 'ValidationError');
  }
}
