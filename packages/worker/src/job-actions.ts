import { bpmnError, completion, failure } from './acknowledgement.ts';
import { checkResult } from './check-result.ts';
import type { JobActions } from './job-context.ts';
import type { JobInHand } from './job-in-hand.ts';
import type { JobRunner } from './job-runner.ts';
import type { LockKeeper } from './lock-keeper.ts';
import { trackAcknowledgements } from './tracking-client.ts';
import type { WorkerParts } from './worker-parts.ts';

/** What the methods of one job's context do. */
export function createJobActions(
  inHand: JobInHand,
  runner: JobRunner,
  locks: LockKeeper,
  { config, logger, client }: WorkerParts,
): JobActions<unknown> {
  const { job } = inHand;
  return {
    async complete(variables, result) {
      runner.assertOpen(inHand, 'job.complete');
      const checked = await checkResult(variables, config.outputSchema);
      const body = { ...(checked && { variables: checked }), ...(result && { result }) };
      return runner.acknowledge(inHand, 'job.complete', completion(body));
    },
    async fail(message, { retries, retryBackOffMs, variables }) {
      const body = {
        retries: retries ?? Math.max(0, job.retries - 1),
        errorMessage: message,
        retryBackOff: retryBackOffMs ?? 0,
        ...(variables && { variables }),
      };
      return runner.acknowledge(inHand, 'job.fail', failure(body));
    },
    async error(errorCode, message, variables) {
      const body = { errorCode, errorMessage: message, ...(variables && { variables }) };
      return runner.acknowledge(inHand, 'job.error', bpmnError(body));
    },
    ignore() {
      runner.ignore(inHand);
    },
    async extendLock(lockMs) {
      return inHand.lostAt === undefined && inHand.phase === 'running'
        ? locks.extend(inHand, lockMs ?? config.jobTimeoutMs)
        : false;
    },
    get signal() {
      return inHand.signal;
    },
    get log() {
      const { type, jobKey, processInstanceKey } = job;
      return logger.bind({ jobType: type, jobKey, processInstanceKey });
    },
    get client() {
      return trackAcknowledgements(client, job.jobKey, (call, end, send) =>
        runner.acknowledgeThroughClient(inHand, `job.client.${call}`, end, send),
      );
    },
  };
}
