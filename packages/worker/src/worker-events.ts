import type { SdkLogger } from '@camunda/logger';
import type { AcknowledgementOutcome } from './acknowledgement.ts';
import type { ActivatedJob } from './activated-job.ts';
import type { JobAbortReason } from './job-aborted-error.ts';
import type { JobEnd, WorkerState } from './worker-status.ts';

/** What a worker tells those who subscribe to it. Durations are in milliseconds. */
export type WorkerEvent =
  | { readonly type: 'stateChanged'; readonly from: WorkerState; readonly to: WorkerState }
  /** A request for jobs has ended, with jobs, without, or with an error. */
  | {
      readonly type: 'polled';
      readonly requested: number;
      readonly count: number;
      readonly durationMs: number;
      readonly error?: unknown;
    }
  | {
      readonly type: 'pollFailed';
      readonly error: unknown;
      readonly consecutiveFailures: number;
      readonly pauseMs: number;
    }
  /** A handler begins. */
  | { readonly type: 'jobStarted'; readonly job: ActivatedJob; readonly waitedMs: number }
  /** A job has come to its end, whichever. */
  | {
      readonly type: 'jobEnded';
      readonly job: ActivatedJob;
      readonly end: JobEnd;
      /** `undefined` where no acknowledgement was sent. */
      readonly outcome: AcknowledgementOutcome | undefined;
      /** How long the handler ran; 0 if it was never started. */
      readonly handlingMs: number;
      /** From the job's arrival to its end. */
      readonly totalMs: number;
    }
  | { readonly type: 'lockExtended'; readonly job: ActivatedJob }
  | { readonly type: 'jobAborted'; readonly job: ActivatedJob; readonly reason: JobAbortReason }
  /** A job that is still running here came again; it was not started a second time. */
  | { readonly type: 'jobRedelivered'; readonly job: ActivatedJob };

/** Gets the events of a worker. Whatever it throws is logged and otherwise ignored. */
export type WorkerEventListener = (event: WorkerEvent) => void;

/** Hands events to listeners that cannot break the worker. */
export class WorkerEvents {
  readonly #listeners = new Set<WorkerEventListener>();
  readonly #logger: SdkLogger;

  constructor(logger: SdkLogger) {
    this.#logger = logger;
  }

  /** Whether anybody listens; where not, events need not be made. */
  get areWanted(): boolean {
    return this.#listeners.size > 0;
  }

  subscribe(listener: WorkerEventListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  emit(event: WorkerEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#logger.error('a listener of worker events threw', { event: event.type, error });
      }
    }
  }
}
