import { type Clock, MemberList, type TimerHandle } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import { isSwallowed } from './is-unanswered.ts';
import { JobAbortedError, type JobAbortReason } from './job-aborted-error.ts';
import type { JobInHand } from './job-in-hand.ts';
import { updateJob } from './job-operations.ts';
import type { Ledger } from './ledger.ts';
import { statusOf } from './status-of.ts';
import type { ResolvedWorkerConfig } from './worker-config.ts';
import type { WorkerEvents } from './worker-events.ts';

/** What a {@link LockKeeper} needs. */
export interface LockKeeperOptions {
  readonly config: ResolvedWorkerConfig;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: SdkLogger;
  readonly ledger: Ledger;
  readonly events: WorkerEvents;
  readonly onAnswer: () => void;
  readonly onSwallowed: () => void;
  /** Ends a handler that ran too long, where that is possible, while its job can still be failed. */
  readonly endOverdue: (inHand: JobInHand) => void;
  /** Waits no longer for a handler whose job is lost. */
  readonly abandon: (inHand: JobInHand) => void;
}

/** How long a handler that lost its job may take to end before its slot is taken from it. */
const ABANDON_AFTER_MS = 5_000;
/** After this an extension is taken for lost, and the next sweep sends another. */
const ATTEMPT_TIMEOUT_MS = 4_000;

/**
 * Watches the locks of all jobs in hand with one timer: extends them at half of their time, and says when one is lost. The
 * timer exists only while there are jobs.
 */
export class LockKeeper {
  readonly #options: LockKeeperOptions;
  /** The jobs in hand. */
  readonly jobs: MemberList<JobInHand> = new MemberList();
  readonly #intervalMs: number;
  readonly #closing = new AbortController();
  #timer: TimerHandle | undefined;

  constructor(options: LockKeeperOptions) {
    this.#options = options;
    this.#intervalMs = Math.min(250, Math.max(5, Math.floor(options.config.jobTimeoutMs / 10)));
  }

  /** The job in hand with this key, if there is one whose lock is not lost. */
  find(jobKey: string): JobInHand | undefined {
    return this.jobs.find(({ job, lostAt }) => job.jobKey === jobKey && lostAt === undefined);
  }

  watch(inHand: JobInHand): void {
    this.jobs.add(inHand);
    this.#timer ??= this.#options.clock.setTimeout(() => this.#sweep(), this.#intervalMs);
  }

  forget(inHand: JobInHand): void {
    this.jobs.delete(inHand);
  }

  close(): void {
    this.#closing.abort();
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Locks the job anew. False if it turned out to be lost. */
  async extend(inHand: JobInHand, lockMs: number): Promise<boolean> {
    const { transport, clock, ledger, events, logger, onAnswer, onSwallowed } = this.#options;
    const { jobKey } = inHand.job;
    const sentAt = clock.monotonic();
    try {
      const body = {
        changeset: { timeout: lockMs },
        ...(inHand.leaseToken !== null && { leaseToken: inHand.leaseToken }),
      };
      const timeoutMs = Math.min(ATTEMPT_TIMEOUT_MS, Math.max(1, Math.ceil(inHand.lockEndsAt - sentAt)));
      await transport.call(
        updateJob,
        { path: { jobKey }, body },
        { retry: false, callerStack: false, timeoutMs, signal: this.#closing.signal },
      );
      onAnswer();
      inHand.lockEndsAt = sentAt + lockMs;
      ledger.remark('lockExtensions');
      if (events.hears('lockExtended')) events.emit({ type: 'lockExtended', job: inHand.job });
      return inHand.lostAt === undefined;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) this.#lose(inHand, 'job-gone');
      else if (status === 409) this.#lose(inHand, 'lock-lost');
      else {
        if (isSwallowed(error)) onSwallowed();
        logger.debug('a lock could not be extended yet', { jobKey, error });
      }
      return inHand.lostAt === undefined;
    }
  }

  #sweep(): void {
    this.#timer = undefined;
    if (this.#closing.signal.aborted || this.jobs.size === 0) return;
    const now = this.#options.clock.monotonic();
    for (const inHand of this.jobs) this.#look(inHand, now);
    this.#timer = this.#options.clock.setTimeout(() => this.#sweep(), this.#intervalMs);
  }

  #look(inHand: JobInHand, now: number): void {
    const { config } = this.#options;
    if (inHand.lostAt !== undefined) {
      if (now - inHand.lostAt >= ABANDON_AFTER_MS) this.#options.abandon(inHand);
      return;
    }
    if (inHand.ignored) return;
    if (now >= inHand.lockEndsAt) {
      this.#lose(inHand, 'lock-lost');
      return;
    }
    if (!config.lockExtension) return;
    if (now - inHand.receivedAt >= config.lockExtensionMaxMs) {
      this.#noteOverdue(inHand, now);
      return;
    }
    if (inHand.extending || now < inHand.lockEndsAt - config.jobTimeoutMs / 2) return;
    inHand.extending = true;
    void this.extend(inHand, config.jobTimeoutMs).finally(() => {
      inHand.extending = false;
    });
  }

  /** The lock is not extended any more. The handler may end by itself for half of what is left; then it is ended. */
  #noteOverdue(inHand: JobInHand, now: number): void {
    if (!inHand.isOverdue) {
      inHand.isOverdue = true;
      inHand.overdueEndsAt = now + (inHand.lockEndsAt - now) / 2;
      this.#abort(inHand, 'too-long');
    }
    if (now >= inHand.overdueEndsAt) this.#options.endOverdue(inHand);
  }

  #lose(inHand: JobInHand, reason: JobAbortReason): void {
    if (inHand.lostAt !== undefined || inHand.phase === 'ended') return;
    inHand.lostAt = this.#options.clock.monotonic();
    inHand.isGone = reason === 'job-gone';
    // A job that is gone while its own acknowledgement waits for an answer has most likely taken it.
    if (inHand.isGone && inHand.phase === 'acknowledging') return;
    this.#options.ledger.remark('locksLost');
    this.#abort(inHand, reason);
  }

  #abort(inHand: JobInHand, reason: JobAbortReason): void {
    const { logger, events } = this.#options;
    const error = new JobAbortedError(reason, inHand.job.jobKey);
    logger.warn(error.message, { jobKey: inHand.job.jobKey, jobType: inHand.job.type, phase: inHand.phase });
    events.emit({ type: 'jobAborted', job: inHand.job, reason });
    inHand.abort(error);
  }
}
