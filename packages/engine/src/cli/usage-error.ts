import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** The command line cannot do what it was told to: the message says what was given and what is expected. */
export class UsageError extends CamundaError {
  constructor(message: string, cause?: unknown) {
    super(message, { code: 'ENGINE_USAGE', cause });
  }

  get [errorBrand('UsageError')](): true {
    return true;
  }

  static override isInstance(value: unknown): value is UsageError {
    return hasErrorBrand(value, 'UsageError');
  }
}
