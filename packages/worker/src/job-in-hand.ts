import type { Member } from '@camunda/core';
import type { Acknowledgement, AcknowledgementOutcome } from './acknowledgement.ts';
import type { AcknowledgementRefusedError } from './acknowledgement-refused-error.ts';
import type { ActivatedJob } from './activated-job.ts';

/** How a handler ended. `abandoned`: it did not, and the worker no longer waits for it; `notStarted`: it never began. */
export type Settlement =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'abandoned'; readonly mayStillRun: boolean }
  | { readonly kind: 'notStarted' };

/** One activation of one job, from its arrival to its end. All times are of the monotonic clock. */
export class JobInHand implements Member {
  /** Its place among the jobs in hand. */
  place = -1;
  readonly job: ActivatedJob;
  readonly receivedAt: number;
  /** When the lock ends, as far as this side can know. Moved by extensions. */
  lockEndsAt: number;
  /** The fencing token that commands must carry, or `null`. */
  leaseToken: string | null;
  phase: 'waiting' | 'running' | 'acknowledging' | 'ended' = 'waiting';
  startedAt = 0;
  /** When its handler had ended; 0 before. */
  handledAt = 0;
  /** The command that ends the job, once there is one: its own or the handler's. */
  acknowledgement: Acknowledgement | undefined;
  outcome: Promise<AcknowledgementOutcome> | undefined;
  /** Nothing was sent, because the lock was gone or the worker had closed. */
  wasUnsent = false;
  /** The last refusal of a command that should have ended the job. */
  refusal: AcknowledgementRefusedError | undefined;
  /** What became of the acknowledgement, once that is known. */
  known: AcknowledgementOutcome | undefined;
  /** The handler said that somebody else acknowledges the job. */
  ignored = false;
  /** When the job stopped being this worker's, because its lock was lost. */
  lostAt: number | undefined;
  /** The cluster says that the job no longer exists. */
  isGone = false;
  /** How far it had come when it was let go without an end; `undefined` for all other jobs. */
  leftWhile: 'running' | 'acknowledging' | undefined;
  /** A stop ran out of grace for it. */
  cutShort = false;
  /** It came when the worker was stopping already: it goes back unworked. */
  isUnwanted = false;
  /** It ran for so long that its lock is not extended any more. */
  isOverdue = false;
  overdueEndsAt = 0;
  /** An extension of the lock is under way. */
  extending = false;
  /** Ends the wait for the handler. */
  settle: ((settlement: Settlement) => void) | undefined;
  #controller: AbortController | undefined;
  #abortReason: unknown;

  constructor(job: ActivatedJob, receivedAt: number, lockEndsAt: number) {
    this.job = job;
    this.receivedAt = receivedAt;
    this.lockEndsAt = lockEndsAt;
    this.leaseToken = job.leaseToken;
  }

  /** Made on first use: most handlers never ask for it. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason);
    }
    return this.#controller.signal;
  }

  get isAborted(): boolean {
    return this.#abortReason !== undefined;
  }

  /** Aborts the handler's signal. The first reason stays. */
  abort(reason: Error): void {
    if (this.#abortReason !== undefined) return;
    this.#abortReason = reason;
    this.#controller?.abort(reason);
  }
}
