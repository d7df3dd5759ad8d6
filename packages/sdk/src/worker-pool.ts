import type { CamundaLogger } from '@camunda/logger';
import {
  type JobHandler,
  JobWorker,
  type JobWorkerOptions,
  type StopOptions,
  type StopReport,
  type WorkerConfig,
} from '@camunda/worker';

/** What {@link WorkerPool.createJobWorker} makes a worker from: its configuration, its handler, and a little more. */
export interface CreateJobWorkerOptions
  extends WorkerConfig,
    Omit<JobWorkerOptions, 'client' | 'config' | 'jobHandler' | 'settings' | 'startupJitterMaxSeconds'> {
  /** Works the jobs. */
  readonly jobHandler: JobHandler;
  /** Whether the worker starts at once. @default true */
  readonly autoStart?: boolean | undefined;
}

/** The workers of one client. */
export interface WorkerPool {
  /**
   * Makes a worker that inherits the client's settings and logger, and starts it.
   *
   * @throws WorkerConfigError when a member is wrong, or the client is closed
   */
  createJobWorker(options: CreateJobWorkerOptions): JobWorker;
  /** The workers that were made and have not been stopped. */
  getWorkers(): readonly JobWorker[];
  /** Stops and drains all workers together; gives what each of them left. */
  stopAllWorkers(options?: StopOptions): Promise<readonly StopReport[]>;
}

/** Keeps the workers of a client, from their making to their end. */
export function createWorkerPool(
  shared: Pick<JobWorkerOptions, 'client' | 'settings'> & { logger: CamundaLogger },
): WorkerPool {
  const workers = new Set<JobWorker>();
  return {
    createJobWorker({ autoStart = true, jobHandler, logger, source, clock, random, ...config }) {
      const own = { jobHandler, logger: logger ?? shared.logger, source, clock, random };
      const worker = new JobWorker({ ...shared, ...own, config });
      workers.add(worker);
      if (autoStart) worker.start();
      return worker;
    },
    getWorkers: () => [...workers].filter((worker) => worker.status().state !== 'stopped'),
    async stopAllWorkers(options) {
      const stopping = [...workers];
      const reports = await Promise.all(stopping.map((worker) => worker.stop(options)));
      for (const worker of stopping) workers.delete(worker);
      return reports;
    },
  };
}
