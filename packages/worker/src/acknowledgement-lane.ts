import { type Clock, delay, type RandomSource } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import type { Acknowledgement, AcknowledgementOutcome } from './acknowledgement.ts';
import { AcknowledgementRefusedError } from './acknowledgement-refused-error.ts';
import { isSwallowed } from './is-unanswered.ts';
import type { JobInHand } from './job-in-hand.ts';
import { statusOf } from './status-of.ts';

/** What an {@link AcknowledgementLane} needs. */
export interface AcknowledgementLaneOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: SdkLogger;
  /** How long one acknowledgement may be repeated, in milliseconds. */
  readonly budgetMs: number;
  /** Called whenever the cluster has answered: it can be reached again. */
  readonly onAnswer: () => void;
  /** Called when an attempt got no answer in its time. */
  readonly onSwallowed: () => void;
}

/** After this an attempt is taken for lost, and the command goes out again over another connection. */
const ATTEMPT_TIMEOUT_MS = 4_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Sends the commands that end jobs, each on its own and at once, and repeats it until its outcome is known, its budget is
 * spent or the job's lock is gone. A command is never sent for a job whose lock is known to be lost.
 */
export class AcknowledgementLane {
  readonly #options: AcknowledgementLaneOptions;
  readonly #closing = new AbortController();

  constructor(options: AcknowledgementLaneOptions) {
    this.#options = options;
  }

  /**
   * Sends `acknowledgement` for the job until it is known what became of it.
   *
   * @throws AcknowledgementRefusedError when the cluster refuses the command itself
   */
  send(inHand: JobInHand, acknowledgement: Acknowledgement): Promise<LaneOutcome> {
    const giveUpAt = this.#options.clock.monotonic() + this.#options.budgetMs;
    const leftMs = this.#timeLeft(inHand, giveUpAt);
    if (leftMs <= 0) return Promise.resolve('unsent');
    return this.#call(inHand, acknowledgement, leftMs).then(this.#onTaken, (error: unknown) =>
      this.#repeat(inHand, acknowledgement, giveUpAt, error),
    );
  }

  readonly #onTaken = (): LaneOutcome => {
    this.#options.onAnswer();
    return 'completed';
  };

  /** What follows on a first attempt that has failed. */
  async #repeat(
    inHand: JobInHand,
    acknowledgement: Acknowledgement,
    giveUpAt: number,
    firstError: unknown,
  ): Promise<LaneOutcome> {
    const { jobKey } = inHand.job;
    const { operationId } = acknowledgement.operation;
    let error = firstError;
    let inDoubt = false;
    for (let attempt = 1; ; attempt += 1) {
      const status = statusOf(error);
      if (status !== undefined && status < 500) this.#options.onAnswer();
      if (isSwallowed(error)) this.#options.onSwallowed();
      const verdict = judge(status);
      if (verdict === 'superseded') return this.#superseded(acknowledgement, jobKey, status, inDoubt);
      if (verdict === 'refused')
        throw new AcknowledgementRefusedError(operationId, jobKey, status ?? 0, error, inDoubt);
      if (verdict === 'in-doubt') inDoubt = true;
      await this.#pause(acknowledgement, jobKey, attempt, error);
      const leftMs = this.#timeLeft(inHand, giveUpAt);
      if (leftMs <= 0) {
        if (!inDoubt) return 'unsent';
        return inHand.isGone ? this.#superseded(acknowledgement, jobKey, 404, true) : 'unknown';
      }
      try {
        await this.#call(inHand, acknowledgement, leftMs);
        return this.#onTaken();
      } catch (caught) {
        error = caught;
      }
    }
  }

  /** 0 when the command must not be sent any more. */
  #timeLeft(inHand: JobInHand, giveUpAt: number): number {
    if (inHand.lostAt !== undefined || this.#closing.signal.aborted) return 0;
    return Math.min(giveUpAt, inHand.lockEndsAt) - this.#options.clock.monotonic();
  }

  #call(inHand: JobInHand, { operation, body }: Acknowledgement, leftMs: number): Promise<unknown> {
    const { leaseToken, job } = inHand;
    return this.#options.transport.call(
      operation,
      { path: { jobKey: job.jobKey }, body: leaseToken === null ? body : { ...body, leaseToken } },
      {
        retry: false,
        callerStack: false,
        timeoutMs: Math.min(ATTEMPT_TIMEOUT_MS, Math.ceil(leftMs)),
        signal: this.#closing.signal,
      },
    );
  }

  /** The outcome of a command that somebody else sends. It, too, is unknown once the lane is closed. */
  orUnknown(outcome: Promise<AcknowledgementOutcome>): Promise<AcknowledgementOutcome> {
    const { signal } = this.#closing;
    return new Promise((resolve, reject) => {
      const onClose = (): void => resolve('unknown');
      signal.addEventListener('abort', onClose, { once: true });
      outcome.then(resolve, reject).finally(() => signal.removeEventListener('abort', onClose));
    });
  }

  /** Ends every attempt and every pause at once; what was under way has an unknown outcome. */
  close(): void {
    this.#closing.abort();
  }

  #superseded(
    acknowledgement: Acknowledgement,
    jobKey: string,
    status: number | undefined,
    repeated: boolean,
  ): LaneOutcome {
    this.#options.logger.debug(
      repeated
        ? 'the cluster has taken an acknowledgement whose first answer was lost'
        : 'an acknowledgement came too late: the job has ended or moved on',
      { operation: acknowledgement.operation.operationId, jobKey, status },
    );
    return 'superseded';
  }

  async #pause(
    acknowledgement: Acknowledgement,
    jobKey: string,
    attempt: number,
    error: unknown,
  ): Promise<void> {
    const { clock, random, logger } = this.#options;
    if (this.#closing.signal.aborted) return;
    // An attempt that was swallowed has taken its time already.
    const doublings = isSwallowed(error) ? 0 : attempt - 1;
    const bound = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** doublings);
    const pauseMs = bound / 2 + (random() * bound) / 2;
    const { operationId } = acknowledgement.operation;
    logger.debug('an acknowledgement is sent again', {
      operation: operationId,
      jobKey,
      attempt,
      pauseMs,
      error,
    });
    try {
      await delay(pauseMs, { clock, signal: this.#closing.signal });
    } catch {
      // Closed while waiting: the loop sees it and says what is known.
    }
  }
}

/** `unsent`: the cluster has taken nothing, because the lock was gone, the worker closed, or the time was over first. */
export type LaneOutcome = AcknowledgementOutcome | 'unsent';

function judge(status: number | undefined): 'superseded' | 'refused' | 'not-taken' | 'in-doubt' {
  if (status === 404 || status === 409) return 'superseded';
  if (status === undefined || (status >= 500 && status !== 503)) return 'in-doubt';
  if (status === 401 || status === 408 || status === 429 || status === 503) return 'not-taken';
  return status >= 400 ? 'refused' : 'in-doubt';
}
