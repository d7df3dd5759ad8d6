import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** Why a job's signal was aborted. */
export type JobAbortReason = 'lock-lost' | 'job-gone' | 'too-long' | 'worker-stopped';

/** The reason of an aborted `job.signal`: the job is no longer this worker's, or soon will not be. */
export class JobAbortedError extends CamundaError {
  /**
   * - `lock-lost`: the lock ended or was given to another worker
   * - `job-gone`: the job has ended, or its process instance was cancelled
   * - `too-long`: the handler ran longer than locks are extended for
   * - `worker-stopped`: the worker stops, and the time for its running jobs is over
   */
  readonly reason: JobAbortReason;
  readonly jobKey: string;

  constructor(reason: JobAbortReason, jobKey: string) {
    super(MESSAGES[reason], { code: 'JOB_ABORTED' });
    this.reason = reason;
    this.jobKey = jobKey;
  }

  get [errorBrand('JobAbortedError')](): true {
    return true;
  }

  /** Whether `value` is a JobAbortedError. */
  static override isInstance(value: unknown): value is JobAbortedError {
    return hasErrorBrand(value, 'JobAbortedError');
  }
}

const MESSAGES: Record<JobAbortReason, string> = {
  'lock-lost': 'The lock of the job was lost: another worker may have it',
  'job-gone': 'The job no longer exists: it was completed elsewhere, or its process instance has ended',
  'too-long': 'The handler runs longer than the lock may be extended',
  'worker-stopped': 'The worker stops, and the time for its running jobs is over',
};
