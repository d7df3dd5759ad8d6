// Measures one caller in a process of its own: <name> <address> <calls> <concurrency>. Prints one line of JSON.
import { CALLERS } from './callers.ts';

const [name = '', address = '', calls = '', concurrency = ''] = process.argv.slice(2);
const open = CALLERS[name];
if (!open) throw new Error(`There is no caller named ${name}`);
const call = await open(address);
// Until what is called often has been compiled and the heap has its size.
const WARM_UP_CALLS = 30_000;

await repeat(WARM_UP_CALLS);
await settle();
const heapBefore = process.memoryUsage().heapUsed;
const cpu = process.cpuUsage();
const began = performance.now();
await repeat(Number(calls));
const { user, system } = process.cpuUsage(cpu);
const seconds = (performance.now() - began) / 1_000;
await settle();
const heapGrowthKb = (process.memoryUsage().heapUsed - heapBefore) / 1_000;
console.log(JSON.stringify({ cpuMicroseconds: (user + system) / Number(calls), seconds, heapGrowthKb }));
process.exit(0);

/** Lets finalisers run, and collects what they let go. */
async function settle(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    gc?.();
  }
}

async function repeat(count: number): Promise<void> {
  let left = count;
  const loop = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: Number(concurrency) }, loop));
}
