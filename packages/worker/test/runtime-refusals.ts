import { createTransport } from '@camunda/transport';
import type { JobWorker, JobWorkerOptions } from '../src/index.ts';
import { WorkerConfigError } from '../src/worker-config-error.ts';

/** What the worker of an entry says to each strategy. */
export function refusals(Worker: typeof JobWorker): Record<string, unknown> {
  const strategies = ['auto', 'async', 'thread', 'process'] as const;
  return Object.fromEntries(strategies.map((name) => [name, refusalOf(Worker, name)]));
}

function refusalOf(
  Worker: typeof JobWorker,
  executionStrategy: JobWorkerOptions['executionStrategy'],
): unknown {
  const options = {
    client: createTransport(),
    executionStrategy,
    config: { jobType: 'work' },
    jobHandler: { module: './handler.js' },
    settings: {},
  };
  try {
    new Worker(options as unknown as JobWorkerOptions);
    return 'accepted';
  } catch (error) {
    return WorkerConfigError.isInstance(error) ? `${error.option}: ${error.message}` : String(error);
  }
}
