// Measures one loop in a process of its own: <name> <address> <slots> <jobs>. Prints one line of JSON.
import { LOOPS } from './loops.ts';

const [name = '', address = '', slots = '', jobs = ''] = process.argv.slice(2);
const work = LOOPS[name];
if (!work) throw new Error(`There is no loop named ${name}`);

const cpu = process.cpuUsage();
const began = performance.now();
await work(address, Number(slots), Number(jobs));
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage(cpu);
const result = {
  jobsPerSecond: Number(jobs) / seconds,
  cpuMicroseconds: (user + system) / Number(jobs),
  rssMb: process.memoryUsage().rss / 1e6,
};
console.log(JSON.stringify(result));
process.exit(0);
