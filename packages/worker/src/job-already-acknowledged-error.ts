import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** A handler acknowledged one job twice, or one that is no longer its own. Nothing was sent the second time. */
export class JobAlreadyAcknowledgedError extends CamundaError {
  readonly jobKey: string;

  constructor(jobKey: string, attempted: string, reason: string) {
    super(`${attempted} was called for a job that ${reason}`, { code: 'JOB_ALREADY_ACKNOWLEDGED' });
    this.jobKey = jobKey;
  }

  get [errorBrand('JobAlreadyAcknowledgedError')](): true {
    return true;
  }

  /** Whether `value` is a JobAlreadyAcknowledgedError. */
  static override isInstance(value: unknown): value is JobAlreadyAcknowledgedError {
    return hasErrorBrand(value, 'JobAlreadyAcknowledgedError');
  }
}
