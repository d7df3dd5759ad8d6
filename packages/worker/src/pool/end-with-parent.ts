import process from 'node:process';
import { Worker } from 'node:worker_threads';

const LOOK_EVERY_MS = 1_000;

/** Runs beside a handler that computes without a pause and so hears nothing. An orphan is given to another parent (POSIX). */
const WATCH = `const { workerData } = require('node:worker_threads');
setInterval(() => {
  if (process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
}, ${LOOK_EVERY_MS});`;

let isWatched = false;

/**
 * Ends this process soon after the one that started it, however that ended: its job is somebody else's then. Calls after
 * the first do nothing.
 */
export function endWithParent(): void {
  if (isWatched) return;
  isWatched = true;
  process.once('disconnect', () => process.exit(1));
  const watch = new Worker(WATCH, {
    eval: true,
    workerData: { parent: process.ppid },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 },
  });
  watch.unref();
}
