// Measures instances in a process of its own: in-process|sdk|<address> <instances>. Prints one line of JSON.
import { createEngine } from '@camunda/engine';
import { inProcess, overHttp, runInstances, throughSdk } from './instance-calls.ts';
import { ONE_TASK_RESOURCE } from './one-task.ts';

const WARM_UP = 2_000;

const [way = '', count = ''] = process.argv.slice(2);
const calls = await open();
await runInstances(calls, WARM_UP);
const began = performance.now();
await runInstances(calls, Number(count));
const perSecond = Number(count) / ((performance.now() - began) / 1_000);
await calls.close();
console.log(JSON.stringify({ perSecond }));

async function open() {
  if (way.startsWith('http')) return overHttp(way);
  const engine = createEngine();
  await engine.deploy(ONE_TASK_RESOURCE);
  return way === 'sdk' ? throughSdk(engine) : inProcess(engine);
}
