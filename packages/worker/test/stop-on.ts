import type { ManualClock } from '../../transport/test/manual-clock.ts';
import type { JobWorker } from '../src/job-worker.ts';

/** Stops a worker whose time does not pass by itself. */
export async function stopOn(clock: ManualClock, worker: JobWorker): Promise<void> {
  let isOver = false;
  const stopped = worker.stop({ graceMs: 0 }).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await stopped;
}
