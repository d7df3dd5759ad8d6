import type { JobCounts } from './worker-status.ts';

/** How a worker is stopped. */
export interface StopOptions {
  /** How long running jobs may go on, in milliseconds. @default the worker's `stopGraceMs`: 25000 */
  readonly graceMs?: number | undefined;
}

/** A job that a stop left as it was: its lock ends by itself, and the cluster hands it out again. */
export interface LeftJob {
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly elementId: string;
  /** `running`: its handler had not ended; `acknowledging`: its acknowledgement had no known outcome. */
  readonly phase: 'running' | 'acknowledging';
}

/** What a stop has come to. */
export interface StopReport {
  /** Whether every job came to an end of its own. */
  readonly drained: boolean;
  /** The jobs that were left. */
  readonly left: readonly LeftJob[];
  /** What became of all jobs since the worker was made. */
  readonly jobs: JobCounts;
}
