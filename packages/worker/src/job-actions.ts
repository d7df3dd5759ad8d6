import type { SdkLogger } from '@camunda/logger';
import { type AcknowledgementOutcome, completion } from './acknowledgement.ts';
import { checkJobResult } from './check-job-result.ts';
import { checkResult } from './check-result.ts';
import { errorCommand, failureCommand } from './failure-commands.ts';
import { describeValue } from './find-json-fault.ts';
import type { JobActions, JobFailOptions } from './job-context.ts';
import { JobError } from './job-error.ts';
import { JobFailure } from './job-failure.ts';
import type { JobInHand } from './job-in-hand.ts';
import type { JobResult } from './job-result.ts';
import type { JobRunner } from './job-runner.ts';
import type { JsonObject } from './json-value.ts';
import type { LockKeeper } from './lock-keeper.ts';
import { trackAcknowledgements } from './tracking-client.ts';
import type { WorkerParts } from './worker-parts.ts';

/** What the methods of one job's context do. */
export class OwnJobActions implements JobActions<unknown> {
  readonly #inHand: JobInHand;
  readonly #runner: JobRunner;
  readonly #locks: LockKeeper;
  readonly #parts: WorkerParts;

  constructor(inHand: JobInHand, runner: JobRunner, locks: LockKeeper, parts: WorkerParts) {
    this.#inHand = inHand;
    this.#runner = runner;
    this.#locks = locks;
    this.#parts = parts;
  }

  get signal(): AbortSignal {
    return this.#inHand.signal;
  }

  get log(): SdkLogger {
    const { type, jobKey, processInstanceKey } = this.#inHand.job;
    return this.#parts.logger.bind({ jobType: type, jobKey, processInstanceKey });
  }

  get client(): unknown {
    const inHand = this.#inHand;
    const job = { jobKey: inHand.job.jobKey, leaseToken: () => inHand.leaseToken };
    return trackAcknowledgements(this.#parts.client, job, (call, end, send) =>
      this.#runner.acknowledgeThroughClient(inHand, `job.client.${call}`, end, send),
    );
  }

  async complete(
    variables: JsonObject | undefined,
    result: JobResult | undefined,
  ): Promise<AcknowledgementOutcome> {
    this.#runner.assertOpen(this.#inHand, 'job.complete');
    checkJobResult(result);
    // Without a schema that takes its time, nothing comes between the call and the command.
    const given = checkResult(variables, this.#parts.config.outputSchema);
    const checked = given instanceof Promise ? await given : given;
    const body = { ...(checked && { variables: checked }), ...(result && { result }) };
    return this.#runner.acknowledge(this.#inHand, 'job.complete', completion(body));
  }

  async fail(message: string, options: JobFailOptions): Promise<AcknowledgementOutcome> {
    const command = failureCommand(this.#inHand.job, new JobFailure(message, options));
    return this.#runner.acknowledge(this.#inHand, 'job.fail', command);
  }

  async error(
    errorCode: string,
    message: string,
    variables: JsonObject | undefined,
  ): Promise<AcknowledgementOutcome> {
    const command = errorCommand(new JobError(errorCode, message, variables));
    return this.#runner.acknowledge(this.#inHand, 'job.error', command);
  }

  ignore(): void {
    this.#runner.ignore(this.#inHand);
  }

  async extendLock(lockMs: number | undefined): Promise<boolean> {
    if (lockMs !== undefined && !(Number.isSafeInteger(lockMs) && lockMs > 0)) {
      const given = typeof lockMs === 'number' ? lockMs : describeValue(lockMs);
      throw new TypeError(
        `job.extendLock: lockMs must be a whole number of milliseconds above 0, not ${given}`,
      );
    }
    const { lostAt, phase } = this.#inHand;
    if (lostAt !== undefined || phase !== 'running') return false;
    return this.#locks.extend(this.#inHand, lockMs ?? this.#parts.config.jobTimeoutMs);
  }
}
