import { invalidState, notFound } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { Job } from '../state/records.ts';
import { refuseSuspended } from './refuse-suspended.ts';

/** The job of that key, which must be open and neither failed nor thrown. @throws EngineRejection */
export function findWorkableJob(step: Step, jobKey: number, leaseToken: string | null): Job {
  const job = findJob(step, jobKey);
  if (job.status === 'FAILED' || job.status === 'ERROR_THROWN') {
    throw invalidState(`Expected the job '${jobKey}' to be open, but it has ${STATUS_TEXT[job.status]}`);
  }
  checkLease(job, leaseToken);
  refuseSuspended(step, job.value.processInstanceKey, `the job '${jobKey}'`);
  return job;
}

const STATUS_TEXT = {
  FAILED: 'failed and has no retries left',
  ERROR_THROWN: 'thrown an error',
};

/** The job of that key, in whatever state. @throws EngineRejection */
export function findJob(step: Step, jobKey: number): Job {
  const job = step.state.jobs.jobs.get(jobKey);
  if (job === undefined) {
    throw notFound(`a job with key '${jobKey}'`);
  }
  return job;
}

/** A job that was handed out with a lease is answered with that lease. @throws EngineRejection */
export function checkLease(job: Job, leaseToken: string | null): void {
  const { leaseToken: expected } = job.value;
  if (expected !== null && job.status === 'ACTIVATED' && expected !== leaseToken) {
    throw invalidState(
      `Expected the lease token of the job '${job.key}', but ${leaseToken === null ? 'none was given' : 'another one was given'}`,
    );
  }
}
