// Runs 100,000 instances in one engine that keeps everything, and measures what they hold and whether it becomes slower.
import { createEngine } from '@camunda/engine';
import { inProcess, runInstances } from './instance-calls.ts';
import { ONE_TASK_RESOURCE } from './one-task.ts';

const WARM_UP = 2_000;
const INSTANCES = 100_000;
const PART = 10_000;

const engine = createEngine();
await engine.deploy(ONE_TASK_RESOURCE);
const calls = inProcess(engine);
await runInstances(calls, WARM_UP);
const before = heap();
const perSecond: number[] = [];
for (let done = 0; done < INSTANCES; done += PART) {
  const began = performance.now();
  await runInstances(calls, PART);
  perSecond.push(PART / ((performance.now() - began) / 1_000));
}
const heapKb = (heap() - before) / INSTANCES / 1_000;
await calls.close();
const [first = Number.NaN] = perSecond;
console.log(JSON.stringify({ heapKb, lastToFirst: (perSecond.at(-1) ?? Number.NaN) / first }));

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
