import type { Clock } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import { type Acknowledgement, type AcknowledgementOutcome, completion, failure } from './acknowledgement.ts';
import type { AcknowledgementLane, LaneOutcome } from './acknowledgement-lane.ts';
import { AcknowledgementRefusedError } from './acknowledgement-refused-error.ts';
import type { Capacity } from './capacity.ts';
import { failAfterRefusal } from './fail-after-refusal.ts';
import { errorCommand, failureCommand } from './failure-commands.ts';
import type { FailureHistory } from './failure-history.ts';
import { failureMessage } from './failure-message.ts';
import { JobAlreadyAcknowledgedError } from './job-already-acknowledged-error.ts';
import { JobError } from './job-error.ts';
import { JobFailure } from './job-failure.ts';
import type { JobInHand, Settlement } from './job-in-hand.ts';
import type { OnSettled } from './job-invoker.ts';
import { JobValidationError } from './job-validation-error.ts';
import type { Ledger } from './ledger.ts';
import type { LockKeeper } from './lock-keeper.ts';
import type { LockMargin } from './lock-margin.ts';
import { readableError } from './readable-error.ts';
import { statusOf } from './status-of.ts';
import type { WorkerEvents } from './worker-events.ts';
import type { JobEnd } from './worker-status.ts';

/** What a {@link JobRunner} needs. */
export interface JobRunnerOptions {
  readonly clock: Clock;
  readonly logger: SdkLogger;
  readonly capacity: Capacity;
  readonly ledger: Ledger;
  readonly locks: LockKeeper;
  readonly lane: AcknowledgementLane;
  readonly history: FailureHistory;
  readonly events: WorkerEvents;
  readonly lockMargin: LockMargin;
  /** Runs the handler, and calls `onSettled` once; never throws. */
  readonly invoke: (inHand: JobInHand, onSettled: OnSettled) => void;
  /** Turns what a handler returned into the variables of a completion. @throws JobValidationError */
  readonly checkResult: (value: unknown) => CompletionBody | Promise<CompletionBody>;
}

/** The body of a completion, or nothing. */
export type CompletionBody = Readonly<Record<string, unknown>>;

/** Takes one job from its arrival to its end: handler, acknowledgement, ledger, slot. */
export class JobRunner {
  readonly #options: JobRunnerOptions;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Works the job to its end, whatever happens. */
  run(inHand: JobInHand): void {
    this.#options.invoke(inHand, this.#onSettled);
  }

  /** A job that needs no promise of its own gets none: there is one per acknowledgement, and it is the lane's. */
  readonly #onSettled: OnSettled = (inHand, settlement) => {
    const { capacity, clock, lockMargin } = this.#options;
    inHand.handledAt = clock.monotonic();
    if (inHand.startedAt !== 0) lockMargin.note(inHand.handledAt - inHand.receivedAt);
    capacity.beginFinishing();
    const onFault = (error: unknown): void => {
      this.#options.logger.error('a job could not be brought to its end', {
        jobKey: inHand.job.jobKey,
        error,
      });
      this.#end(inHand, 'left');
    };
    try {
      const end = this.#finish(inHand, readable(settlement));
      if (end instanceof Promise) end.then((known) => this.#end(inHand, known), onFault);
      else this.#end(inHand, end);
    } catch (error) {
      onFault(error);
    }
  };

  /** Slot, watch and place in the ledger are let go here and nowhere else. */
  #end(inHand: JobInHand, end: JobEnd): void {
    const { capacity, ledger, locks, events, history } = this.#options;
    if (end === 'left') inHand.leftWhile = inHand.phase === 'acknowledging' ? inHand.phase : 'running';
    inHand.phase = 'ended';
    if (end === 'completed' || end === 'errored') history.forget(inHand.job);
    ledger.leave(end);
    locks.forget(inHand);
    capacity.endFinishing();
    capacity.release();
    if (events.hears('jobEnded')) this.#tell(inHand, end);
  }

  /** @throws JobAlreadyAcknowledgedError when the job can no longer be acknowledged by its handler */
  assertOpen(inHand: JobInHand, call: string): void {
    const obstacle = obstacleOf(inHand);
    if (obstacle !== undefined) throw new JobAlreadyAcknowledgedError(inHand.job.jobKey, call, obstacle);
  }

  /** Leaves the job to somebody else. @throws JobAlreadyAcknowledgedError */
  ignore(inHand: JobInHand): void {
    this.assertOpen(inHand, 'job.ignore');
    inHand.ignored = true;
  }

  /** Unchanged retries, no pause. */
  #giveBack(inHand: JobInHand, message: string): Promise<JobEnd> {
    const retries = Math.max(1, inHand.job.retries);
    return this.#conclude(inHand, failure({ retries, errorMessage: message, retryBackOff: 0 }, 'givenBack'));
  }

  /**
   * Sends the command that ends a job, once. What the cluster refuses leaves the job open for another command.
   *
   * @throws JobAlreadyAcknowledgedError, AcknowledgementRefusedError
   */
  acknowledge(
    inHand: JobInHand,
    call: string,
    acknowledgement: Acknowledgement,
  ): Promise<AcknowledgementOutcome> {
    this.assertOpen(inHand, call);
    inHand.acknowledgement = acknowledgement;
    const outcome = this.#send(inHand, acknowledgement);
    inHand.outcome = outcome;
    outcome.catch(() => {
      // Whoever called it gets the rejection; here it only makes room for another command.
      if (inHand.outcome === outcome) {
        inHand.acknowledgement = undefined;
        inHand.outcome = undefined;
      }
    });
    return outcome;
  }

  /** Counts a command that the handler sends through its client as the job's acknowledgement. */
  async acknowledgeThroughClient(
    inHand: JobInHand,
    call: string,
    end: JobEnd,
    send: () => Promise<unknown>,
  ): Promise<unknown> {
    this.assertOpen(inHand, call);
    const sent = send();
    inHand.acknowledgement = { ...completion({}), end };
    const outcome = sent.then(
      (): AcknowledgementOutcome => 'completed',
      (error: unknown): AcknowledgementOutcome => {
        const status = statusOf(error);
        if (status === 404 || status === 409) return 'superseded';
        if (status === undefined || status >= 500) return 'unknown';
        inHand.acknowledgement = undefined;
        inHand.outcome = undefined;
        throw error;
      },
    );
    inHand.outcome = this.#options.lane.orUnknown(outcome);
    inHand.outcome.catch(() => undefined);
    return sent;
  }

  async #send(inHand: JobInHand, acknowledgement: Acknowledgement): Promise<AcknowledgementOutcome> {
    try {
      return noteUnsent(inHand, await this.#options.lane.send(inHand, acknowledgement));
    } catch (error) {
      if (AcknowledgementRefusedError.isInstance(error)) inHand.refusal = error;
      throw error;
    }
  }

  #finish(inHand: JobInHand, settlement: Settlement): Promise<JobEnd> | JobEnd {
    const { logger } = this.#options;
    const { jobKey, type } = inHand.job;
    if (settlement.kind === 'notStarted') {
      if (inHand.lostAt === undefined)
        return this.#giveBack(inHand, 'the worker gave the job back before it began it');
      logger.warn('a job lost its lock before it could be started', { jobKey, jobType: type });
      return 'left';
    }
    if (settlement.kind === 'abandoned' && inHand.outcome === undefined) {
      logger.error('a handler did not end in time; its slot is free again', { jobKey, jobType: type });
      if (settlement.mayStillRun) return 'left';
      return inHand.cutShort ? this.#giveBack(inHand, 'the worker was stopped while it ran the job') : 'left';
    }
    if (settlement.kind === 'threw' && (inHand.outcome !== undefined || inHand.ignored)) {
      logger.error('a handler threw after its job was acknowledged', {
        jobKey,
        jobType: type,
        error: settlement.error,
      });
    }
    if (inHand.outcome !== undefined) return this.#conclude(inHand);
    if (inHand.ignored) return 'ignored';
    if (settlement.kind === 'threw' && AcknowledgementRefusedError.isInstance(settlement.error)) {
      return this.#afterRefusal(inHand, settlement.error, true);
    }
    if (inHand.lostAt !== undefined) return 'left';
    const decision = this.#decide(inHand, settlement);
    return decision instanceof Promise
      ? decision.then((acknowledgement) => this.#conclude(inHand, acknowledgement))
      : this.#conclude(inHand, decision);
  }

  #decide(inHand: JobInHand, settlement: Settlement): Acknowledgement | Promise<Acknowledgement> {
    if (settlement.kind !== 'returned') {
      return this.#failureFor(inHand, settlement.kind === 'threw' ? settlement.error : undefined);
    }
    try {
      const checked = this.#options.checkResult(settlement.value);
      if (!(checked instanceof Promise)) return completion(checked);
      return checked.then(completion, (error: unknown) => this.#failureFor(inHand, error));
    } catch (error) {
      return this.#failureFor(inHand, error);
    }
  }

  #failureFor(inHand: JobInHand, error: unknown): Acknowledgement {
    const { job } = inHand;
    try {
      if (JobError.isInstance(error)) return errorCommand(error);
      if (JobFailure.isInstance(error)) return failureCommand(job, error);
    } catch (invalid) {
      return this.#failureFor(inHand, invalid);
    }
    if (inHand.cutShort) {
      const retries = Math.max(1, job.retries);
      return failure({ retries, errorMessage: failureMessage(error), retryBackOff: 0 }, 'givenBack');
    }
    const isInvalid = JobValidationError.isInstance(error);
    const errorMessage = isInvalid ? error.message : failureMessage(error);
    this.#options.logger.warn('a job is failed', { jobKey: job.jobKey, jobType: job.type, error });
    const retryBackOff = this.#options.history.note(job);
    const retries = isInvalid ? Math.max(1, job.retries) : Math.max(0, job.retries - 1);
    return failure({ retries, errorMessage, retryBackOff });
  }

  /** Sends the command, or waits for the one that the handler sent, and says which end the job has come to. */
  async #conclude(
    inHand: JobInHand,
    acknowledgement?: Acknowledgement,
    mayFailInstead = true,
  ): Promise<JobEnd> {
    const { ledger, logger } = this.#options;
    const { jobKey, type } = inHand.job;
    inHand.phase = 'acknowledging';
    const sent = acknowledgement ?? inHand.acknowledgement;
    try {
      const outcome = acknowledgement
        ? noteUnsent(inHand, await this.#options.lane.send(inHand, acknowledgement))
        : await inHand.outcome;
      inHand.known = outcome;
      if (inHand.wasUnsent) {
        logger.warn('the cluster has not taken what should have ended a job; it comes again', {
          jobKey,
          jobType: type,
        });
        return 'left';
      }
      if (sent === undefined) return 'left';
      if (outcome === 'completed') return sent.end;
      ledger.remark(outcome === 'unknown' ? 'unknown' : 'superseded');
      if (outcome === 'superseded') return sent.end;
      logger.warn('it is not known whether an acknowledgement reached the cluster', {
        jobKey,
        jobType: type,
      });
      return 'left';
    } catch (error) {
      if (AcknowledgementRefusedError.isInstance(error)) inHand.refusal = error;
      return this.#afterRefusal(inHand, error, mayFailInstead && sent?.end !== 'givenBack');
    }
  }

  /** Fails the job once when what should have ended it can never be accepted; else leaves it, and it comes again. */
  #afterRefusal(inHand: JobInHand, error: unknown, mayFail: boolean): Promise<JobEnd> | JobEnd {
    const { ledger, logger, history } = this.#options;
    const { jobKey, type } = inHand.job;
    ledger.remark('refused');
    const instead = mayFail ? failAfterRefusal(inHand, (job) => history.note(job)) : undefined;
    logger.error(
      instead === undefined
        ? 'the cluster refused what should have ended a job; it will come again'
        : 'the cluster refused what should have ended a job for good; the job is failed instead',
      { jobKey, jobType: type, error },
    );
    return instead === undefined ? 'left' : this.#conclude(inHand, instead, false);
  }

  #tell(inHand: JobInHand, end: JobEnd): void {
    const { clock, events } = this.#options;
    const { startedAt, handledAt } = inHand;
    events.emit({
      type: 'jobEnded',
      job: inHand.job,
      end,
      outcome: inHand.known,
      handlingMs: startedAt === 0 ? 0 : handledAt - startedAt,
      totalMs: clock.monotonic() - inHand.receivedAt,
    });
  }
}

function readable(settlement: Settlement): Settlement {
  return settlement.kind === 'threw' ? { kind: 'threw', error: readableError(settlement.error) } : settlement;
}

/** What the handler is told where nothing was taken: the job is somebody else's by now, or will be. */
function noteUnsent(inHand: JobInHand, outcome: LaneOutcome): AcknowledgementOutcome {
  inHand.wasUnsent = outcome === 'unsent';
  if (outcome !== 'unsent') return outcome;
  return inHand.lostAt === undefined ? 'unknown' : 'superseded';
}

function obstacleOf(inHand: JobInHand): string | undefined {
  if (inHand.outcome !== undefined) return 'is acknowledged already';
  if (inHand.ignored) return 'its handler has ignored';
  if (inHand.lostAt !== undefined) return 'is no longer this worker’s: its lock was lost';
  return inHand.phase === 'ended' || inHand.phase === 'acknowledging'
    ? 'its handler has returned from already'
    : undefined;
}
