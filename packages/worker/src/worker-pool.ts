import type { CamundaLogger } from '@camunda/logger';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { checkStopOptions } from './check-stop-options.ts';
import type { JobWorker } from './job-worker.ts';
import type { JobHandling, JobWorkerOptions, WorkerClient } from './job-worker-options.ts';
import type { JsonObject } from './json-value.ts';
import type { StopOptions, StopReport } from './stop-report.ts';
import type { WorkerConfig } from './worker-config.ts';

/** What of {@link CreateJobWorkerOptions} is not configuration. */
type Parts = Omit<JobWorkerOptions, 'client' | 'config' | 'jobHandler' | 'settings'>;

/** What {@link WorkerPool.createJobWorker} makes a worker from: its configuration, its handler, and a little more. */
export interface CreateJobWorkerOptions<
  Variables extends object = JsonObject,
  Headers extends object = JsonObject,
  Result = unknown,
  Output extends StandardSchemaV1 | undefined = undefined,
  Client extends WorkerClient = WorkerClient,
> extends WorkerConfig<Variables, Headers, Output>,
    JobHandling<Variables, Headers, Result, Output, Client>,
    Parts {
  /** Whether the worker starts at once. @default true */
  readonly autoStart?: boolean | undefined;
}

/** The workers of one client. */
export interface WorkerPool<Client extends WorkerClient = WorkerClient> {
  /**
   * Makes a worker that inherits the client's settings and logger, and starts it. Schemas give the handler its types;
   * workers in threads or processes share one pool per client.
   *
   * @throws WorkerConfigError when a member is wrong
   * @throws ClosedError when the client is closed
   */
  createJobWorker<
    Variables extends object = JsonObject,
    Headers extends object = JsonObject,
    Result = unknown,
    Output extends StandardSchemaV1 | undefined = undefined,
  >(
    options: CreateJobWorkerOptions<Variables, Headers, Result, Output, Client>,
  ): JobWorker<Variables, Headers, Result, Output, Client>;
  /** The workers that were made and have not been stopped. */
  getWorkers(): readonly PooledWorker[];
  /** Stops and drains all workers together; gives what each of them left. @throws WorkerConfigError when `graceMs` is wrong */
  stopAllWorkers(options?: StopOptions): Promise<readonly StopReport[]>;
}

/** A worker of a client, whatever the types of its handler. */
export type PooledWorker = Omit<JobWorker, never>;

/** Keeps the workers of a client, from their making to their end. */
export function createWorkerPool<Client extends WorkerClient>(shared: {
  /** The class of the workers, as this runtime's entry exports it. */
  readonly JobWorker: typeof JobWorker;
  /** Gives the client, which may be complete only when its pool exists; throws when it is closed. */
  readonly client: () => Client;
  readonly settings: JobWorkerOptions['settings'];
  readonly logger: CamundaLogger;
}): WorkerPool<Client> {
  const workers = new Set<PooledWorker>();
  return {
    createJobWorker(options) {
      const { autoStart = true, jobHandler, logger = shared.logger, ...rest } = options;
      const { source, clock, random, budget, instrumentation, ...more } = rest;
      const { executionStrategy, startupJitterMaxSeconds, ...config } = more;
      const worker = new shared.JobWorker({
        ...{ client: shared.client(), settings: shared.settings, jobHandler, logger, config },
        ...{ source, clock, random, budget, instrumentation, executionStrategy, startupJitterMaxSeconds },
      } as JobWorkerOptions<never, never, unknown, undefined, Client>);
      const pooled = worker as unknown as PooledWorker;
      workers.add(pooled);
      worker.subscribe((event) => {
        if (event.type !== 'stateChanged') return;
        if (event.to === 'stopped') workers.delete(pooled);
        else workers.add(pooled);
      });
      if (autoStart) worker.start();
      return worker as never;
    },
    getWorkers: () => [...workers],
    async stopAllWorkers(options = {}) {
      checkStopOptions(options);
      const stopping = [...workers];
      workers.clear();
      return Promise.all(stopping.map((worker) => worker.stop(options)));
    },
  };
}
