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
// Time of the processor: what else the machine does must not look like growth.
const times: number[] = [];
for (let done = 0; done < INSTANCES; done += PART) {
  const began = process.cpuUsage();
  await runInstances(calls, PART);
  const { user, system } = process.cpuUsage(began);
  times.push(user + system);
}
const heapKb = (heap() - before) / INSTANCES / 1_000;
await calls.close();
const [first = Number.NaN] = times;
console.log(JSON.stringify({ heapKb, lastToFirst: first / (times.at(-1) ?? Number.NaN) }));

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
