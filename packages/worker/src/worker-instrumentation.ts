import type { ActivatedJob } from './activated-job.ts';
import type { WorkerEventListener } from './worker-events.ts';
import type { WorkerStatus } from './worker-status.ts';

/** What an instrumentation sees of its worker. */
export interface InstrumentedWorker {
  readonly jobType: string;
  status(): WorkerStatus;
  subscribe(listener: WorkerEventListener): () => void;
}

/** Watches workers from outside: for metrics and traces. */
export interface WorkerInstrumentation {
  /** Called once for every worker that is made with this instrumentation. */
  attach(worker: InstrumentedWorker): void;
  /**
   * Called around the start of a handler in this thread: whatever is set up for `action` holds for the handler and all that
   * it calls. Must call `action` once, and at once; where it does not, or throws, the handler runs without what it sets up.
   */
  aroundHandler?(job: ActivatedJob, action: () => void): void;
}
