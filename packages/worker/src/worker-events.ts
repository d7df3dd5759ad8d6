import type { SdkLogger } from '@camunda/logger';
import { EventSinks } from '@camunda/transport';
import type { AcknowledgementOutcome } from './acknowledgement.ts';
import type { ActivatedJob } from './activated-job.ts';
import type { JobAbortReason } from './job-aborted-error.ts';
import type { JobEnd, WorkerState } from './worker-status.ts';

/** What is told of each kind of event. Durations are in milliseconds. */
export type WorkerEventFields =
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
  /** A job has come; whatever happens to it, a `jobEnded` follows. */
  | { readonly type: 'jobActivated'; readonly job: ActivatedJob }
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
  /** A job's signal was aborted: its lock was lost, it is gone, it ran for too long, or the worker stops. */
  | { readonly type: 'jobAborted'; readonly job: ActivatedJob; readonly reason: JobAbortReason }
  /** The 95th percentile of the time for which jobs are held is more than half of what their locks can last; told once in five minutes. */
  | { readonly type: 'lockTight'; readonly p95Ms: number; readonly lockMs: number }
  /** A job that is still running here came again; it was not started a second time. */
  | { readonly type: 'jobRedelivered'; readonly job: ActivatedJob };

/** What a worker tells those who listen, and which worker that is. `job` holds the variables: think twice before it is logged. */
export type WorkerEvent = WorkerEventFields & { readonly jobType: string; readonly workerName: string };

/** Gets the events of a worker. Whatever it throws or rejects with is logged and otherwise ignored. */
export type WorkerEventListener = (event: WorkerEvent) => void;

const TYPES = [
  ...(['stateChanged', 'polled', 'pollFailed', 'jobActivated', 'jobStarted', 'jobEnded'] as const),
  ...(['lockExtended', 'jobAborted', 'lockTight', 'jobRedelivered'] as const),
];

/**
 * The one source of all that is told of a worker: listeners, instrumentations and the diagnostics channels
 * `camunda:worker:<type>` hear the same events.
 */
export class WorkerEvents {
  readonly #sinks: EventSinks<WorkerEvent>;
  readonly #worker: { readonly jobType: string; readonly workerName: string };

  constructor(logger: SdkLogger, { jobType, workerName }: { jobType: string; workerName: string }) {
    this.#sinks = new EventSinks({ source: 'worker', types: TYPES, logger });
    this.#worker = { jobType, workerName };
  }

  /** Whether anybody would hear an event of this type; where not, it need not be made. */
  hears(type: WorkerEvent['type']): boolean {
    return this.#sinks.hears(type);
  }

  subscribe(listener: WorkerEventListener): () => void {
    return this.#sinks.subscribe(listener);
  }

  emit(fields: WorkerEventFields): void {
    if (this.hears(fields.type)) this.#sinks.publish({ ...fields, ...this.#worker });
  }
}
