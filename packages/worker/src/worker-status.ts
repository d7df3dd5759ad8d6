/**
 * What a worker is doing.
 *
 * - `idle`: not started yet
 * - `starting`: waits for its start-up jitter
 * - `polling`: asks for jobs, or waits for a slot to get free before it asks
 * - `backing-off`: waits after a failed poll
 * - `draining`: takes no more jobs, and ends the ones in hand
 * - `stopped`: nothing is left running; it may be started again
 */
export type WorkerState = 'idle' | 'starting' | 'polling' | 'backing-off' | 'draining' | 'stopped';

/**
 * What became of every job that was ever handed to the worker. Outside of `inHand`, each job is counted in exactly one of
 * the six ends, so `activated = completed + failed + errored + ignored + givenBack + left + inHand` at any moment.
 */
export interface JobCounts {
  /** Jobs that the cluster handed to this worker. */
  readonly activated: number;
  /** Jobs that are waiting, running or being acknowledged now. */
  readonly inHand: number;
  /** Jobs that were completed. */
  readonly completed: number;
  /** Jobs that were failed: their handler threw, or their variables broke a schema. */
  readonly failed: number;
  /** Jobs for which a BPMN error was thrown. */
  readonly errored: number;
  /** Jobs whose handler said that somebody else will acknowledge them. */
  readonly ignored: number;
  /** Jobs that were returned to the cluster unworked, with unchanged retries, because the worker stopped. */
  readonly givenBack: number;
  /** Jobs that were let go without a known end: lock lost, outcome unknown, or still running when a stop ran out of time. */
  readonly left: number;
  /** Of the acknowledged ones: the cluster answered that the job had ended or moved on already. */
  readonly superseded: number;
  /** Of the left ones: an acknowledgement was sent and never answered. */
  readonly unknown: number;
  /** Of the left ones: the cluster refused the acknowledgement itself. */
  readonly refused: number;
  /** How often a lock was extended. */
  readonly lockExtensions: number;
  /** How often a lock was lost while a job was in hand. */
  readonly locksLost: number;
  /** How often a job came again while it was still running here; it was not started twice. */
  readonly redelivered: number;
}

/** The six ends of a job. */
export type JobEnd = 'completed' | 'failed' | 'errored' | 'ignored' | 'givenBack' | 'left';

/** A moment of a worker's life. All times are milliseconds since the epoch, `undefined` for never. */
export interface WorkerStatus {
  readonly jobType: string;
  readonly workerName: string;
  readonly state: WorkerState;
  /** Whether a request for jobs is under way. */
  readonly pollInFlight: boolean;
  /** Jobs in hand: waiting, running or being acknowledged. */
  readonly activeJobs: number;
  readonly freeSlots: number;
  /** How many jobs the worker takes at a time at the moment; moves with `concurrency: 'adaptive'`. */
  readonly maxConcurrentJobs: number;
  readonly startedAt: number | undefined;
  readonly lastSuccessfulPollAt: number | undefined;
  readonly consecutivePollFailures: number;
  /** The message of the last failed poll, until a poll succeeds. */
  readonly lastPollError: string | undefined;
  readonly jobs: JobCounts;
}
