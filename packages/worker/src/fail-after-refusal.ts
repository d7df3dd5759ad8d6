import { type Acknowledgement, failure } from './acknowledgement.ts';
import { failureMessage } from './failure-message.ts';
import type { JobInHand } from './job-in-hand.ts';

/**
 * The job failure that makes a refusal visible: what the cluster said, one retry less, no variables. There is none when
 * the refusal may pass (a missing permission), when an earlier attempt may have been taken, when the job is no longer
 * ours, or when giving the job back was refused: then the job comes again when its lock ends.
 */
export function failAfterRefusal(
  inHand: JobInHand,
  noteFailure: (job: JobInHand['job']) => number,
): Acknowledgement | undefined {
  const { refusal, job, lostAt } = inHand;
  if (refusal === undefined || !refusal.isFinal || lostAt !== undefined) return undefined;
  const retryBackOff = noteFailure(job);
  return failure({
    retries: Math.max(0, job.retries - 1),
    errorMessage: failureMessage(refusal),
    retryBackOff,
  });
}
