import { defineCommand } from '../runtime/command.ts';
import { invalidArgument, invalidState } from '../runtime/engine-rejection.ts';
import { checkLease, findJob } from './find-job.ts';

export interface UpdateJobInput {
  readonly jobKey: number;
  readonly retries: number | null;
  /** The lock's new length from now, in milliseconds of the engine's time. */
  readonly timeoutMs: number | null;
  readonly priority: number | null;
  /** The lease of the worker that asks. @default none: somebody asks who needs none, such as an operator */
  readonly leaseToken?: string | null | undefined;
}

/** Changes a job's retries, lock and priority; what is null stays as it is. */
export const updateJob = defineCommand('UPDATE', (step, input: UpdateJobInput) => {
  const { jobKey, retries, timeoutMs, priority, leaseToken = null } = input;
  const job = findJob(step, jobKey);
  if (leaseToken !== null) {
    checkLease(job, leaseToken);
  }
  if (retries !== null && retries < 1) {
    throw invalidArgument(`The field 'changeset.retries' must be at least 1, but it is ${retries}`);
  }
  if (timeoutMs !== null && job.status !== 'ACTIVATED') {
    throw invalidState(
      `Expected the job '${jobKey}' to be activated so that its timeout can change, but it is not`,
    );
  }
  if (retries !== null) {
    step.emit('JOB', 'RETRIES_UPDATED', jobKey, { ...findJob(step, jobKey).value, retries });
  }
  if (priority !== null) {
    step.emit('JOB', 'PRIORITY_UPDATED', jobKey, { ...findJob(step, jobKey).value, priority });
  }
  if (timeoutMs !== null) {
    const deadline = step.now + timeoutMs;
    step.emit('JOB', 'TIMEOUT_UPDATED', jobKey, { ...findJob(step, jobKey).value, deadline });
  }
});
