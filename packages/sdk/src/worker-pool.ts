import type { CamundaLogger } from '@camunda/logger';
import {
  type JobHandling,
  JobWorker,
  type JobWorkerOptions,
  type JsonObject,
  type StandardSchemaV1,
  type StopOptions,
  type StopReport,
  type WorkerConfig,
} from '@camunda/worker';
import type { CamundaClient } from './camunda-client.ts';

/** What of {@link CreateJobWorkerOptions} is not configuration. */
type Parts = Omit<JobWorkerOptions, 'client' | 'config' | 'jobHandler' | 'settings'>;

/** What {@link WorkerPool.createJobWorker} makes a worker from: its configuration, its handler, and a little more. */
export interface CreateJobWorkerOptions<
  Variables extends object = JsonObject,
  Headers extends object = JsonObject,
  Result = unknown,
  Output extends StandardSchemaV1 | undefined = undefined,
> extends WorkerConfig<Variables, Headers, Output>,
    JobHandling<Variables, Headers, Result, Output, CamundaClient>,
    Parts {
  /** Whether the worker starts at once. @default true */
  readonly autoStart?: boolean | undefined;
}

/** The workers of one client. */
export interface WorkerPool {
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
    options: CreateJobWorkerOptions<Variables, Headers, Result, Output>,
  ): JobWorker<Variables, Headers, Result, Output, CamundaClient>;
  /** The workers that were made and have not been stopped. */
  getWorkers(): readonly PooledWorker[];
  /** Stops and drains all workers together; gives what each of them left. */
  stopAllWorkers(options?: StopOptions): Promise<readonly StopReport[]>;
}

/** A worker of a client, whatever the types of its handler. */
export type PooledWorker = Omit<JobWorker, never>;

/** Keeps the workers of a client, from their making to their end. */
export function createWorkerPool(shared: {
  /** Gives the client, which is complete only when its pool exists; throws when it is closed. */
  readonly client: () => CamundaClient;
  readonly settings: JobWorkerOptions['settings'];
  readonly logger: CamundaLogger;
}): WorkerPool {
  const workers = new Set<PooledWorker>();
  return {
    createJobWorker(options) {
      const { autoStart = true, jobHandler, logger = shared.logger, ...rest } = options;
      const { source, clock, random, budget, instrumentation, ...more } = rest;
      const { executionStrategy, startupJitterMaxSeconds, ...config } = more;
      const worker = new JobWorker({
        ...{ client: shared.client(), settings: shared.settings, jobHandler, logger, config },
        ...{ source, clock, random, budget, instrumentation, executionStrategy, startupJitterMaxSeconds },
      } as JobWorkerOptions<never, never, unknown, undefined, CamundaClient>);
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
    async stopAllWorkers(options) {
      const stopping = [...workers];
      workers.clear();
      return Promise.all(stopping.map((worker) => worker.stop(options)));
    },
  };
}
