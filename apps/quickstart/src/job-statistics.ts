import type { JobWorker } from '@camunda/sdk';
import { percentile } from './percentile.ts';

/** What the jobs of a run came to. */
export interface JobStatistics {
  /** One row for each job type, in the order of the workers. */
  readonly types: readonly {
    readonly jobType: string;
    readonly completed: number;
    readonly retried: number;
    readonly errors: number;
  }[];
  /** How many jobs have ended, in any way. */
  readonly ended: number;
  /** From a job's arrival to its acknowledged end, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Watches workers; the function that it gives says what there was to see so far. */
export function watchJobs(workers: readonly JobWorker[]): () => JobStatistics {
  const durations: number[] = [];
  for (const worker of workers) {
    worker.subscribe((event) => {
      if (event.type === 'jobEnded') durations.push(event.totalMs);
    });
  }
  return () => ({
    types: workers.map((worker) => {
      const { completed, failed, errored } = worker.status().jobs;
      return { jobType: worker.jobType, completed, retried: failed, errors: errored };
    }),
    ended: durations.length,
    p50Ms: percentile(durations, 0.5),
    p99Ms: percentile(durations, 0.99),
  });
}
