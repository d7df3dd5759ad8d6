import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/**
 * The cluster refused the command that should have ended a job, for a reason that repeating it would not change, such as
 * variables that are too large or a permission that is missing. The job is not acknowledged: the handler may do something
 * else with it. If it does not, a final refusal fails the job, and after any other the job comes again when its lock ends.
 */
export class AcknowledgementRefusedError extends CamundaError {
  /** The HTTP status of the refusal. */
  readonly status: number;
  readonly jobKey: string;
  /** Whether the command can never be accepted (400, 413) and no earlier attempt of it can have been taken. */
  readonly isFinal: boolean;

  constructor(operationId: string, jobKey: string, status: number, cause: unknown, inDoubt = false) {
    super(`The cluster refused ${operationId} for a job`, { code: 'JOB_ACKNOWLEDGEMENT_REFUSED', cause });
    this.status = status;
    this.jobKey = jobKey;
    this.isFinal = !inDoubt && (status === 400 || status === 413);
  }

  get [errorBrand('AcknowledgementRefusedError')](): true {
    return true;
  }

  /** Whether `value` is an AcknowledgementRefusedError. */
  static override isInstance(value: unknown): value is AcknowledgementRefusedError {
    return hasErrorBrand(value, 'AcknowledgementRefusedError');
  }
}
