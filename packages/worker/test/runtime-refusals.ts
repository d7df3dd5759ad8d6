import { createTransport } from '@camunda/transport';
import { JobWorker, type JobWorkerOptions, WorkerConfigError } from '../src/index.ts';

/** What the default entry, which has nothing of Node, says to each strategy. */
export function refusals(): Record<string, unknown> {
  const strategies = ['auto', 'async', 'thread', 'process'] as const;
  return Object.fromEntries(strategies.map((name) => [name, refusalOf(name)]));
}

function refusalOf(executionStrategy: JobWorkerOptions['executionStrategy']): unknown {
  const options = {
    client: createTransport(),
    executionStrategy,
    config: { jobType: 'work' },
    jobHandler: { module: './handler.js' },
    settings: {},
  };
  try {
    new JobWorker(options as unknown as JobWorkerOptions);
    return 'accepted';
  } catch (error) {
    return WorkerConfigError.isInstance(error) ? `${error.option}: ${error.message}` : String(error);
  }
}
