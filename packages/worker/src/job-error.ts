import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';
import { describeValue } from './find-json-fault.ts';
import type { JsonObject } from './json-value.ts';

/**
 * Throw it from a job handler to throw a BPMN error, which an error boundary event of the process can catch.
 *
 * @see the runtime reference's `JobError`
 */
export class JobError extends CamundaError {
  /** The code that the process's error event catches. */
  readonly errorCode: string;
  /** Variables for the event that catches the error. */
  readonly variables: JsonObject | undefined;

  /**
   * @param errorCode the BPMN error's code; must not be empty
   * @param message shown to operators
   * @param variables handed to the event that catches the error
   * @throws TypeError if `errorCode` is empty or no text
   */
  constructor(errorCode: string, message = '', variables?: JsonObject) {
    if (typeof errorCode !== 'string' || errorCode === '') {
      throw new TypeError(
        `JobError: errorCode must be a text of at least one character, not ${errorCode === '' ? 'an empty one' : describeValue(errorCode)}`,
      );
    }
    super(message, { code: 'JOB_ERROR' });
    this.errorCode = errorCode;
    this.variables = variables;
  }

  get [errorBrand('JobError')](): true {
    return true;
  }

  /** Whether `value` is a JobError, also one from another copy of this package. */
  static override isInstance(value: unknown): value is JobError {
    return hasErrorBrand(value, 'JobError');
  }
}
