// Measures one loop in a process of its own: <name> <address> <slots> <jobs> [longest handler in ms]. Prints one line of JSON.
import { LOOPS, unevenWork } from './loops.ts';

const [name = '', address = '', slots = '', jobs = '', longestMs = ''] = process.argv.slice(2);
const loop = LOOPS[name];
if (!loop) throw new Error(`There is no loop named ${name}`);

const cpu = process.cpuUsage();
const began = performance.now();
await loop(
  address,
  Number(slots),
  Number(jobs),
  longestMs === '' ? undefined : unevenWork(Number(longestMs)),
);
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage(cpu);
const result = {
  jobsPerSecond: Number(jobs) / seconds,
  cpuMicroseconds: (user + system) / Number(jobs),
  rssMb: process.memoryUsage().rss / 1e6,
};
console.log(JSON.stringify(result));
process.exit(0);
