import { availableParallelism, cpus } from 'node:os';
import type { Bench, Measurement } from './bench.ts';
import { BENCHES } from './benches.ts';
import { writeTable } from './write-table.ts';

const asked = process.argv.slice(2);
const wanted = asked.filter((name) => name !== '--write');
const writes = asked.includes('--write');
const unknown = wanted.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${BENCHES.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const machine = `Node ${process.versions.node}, ${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? 'unknown'}`;
console.log(`${machine}\n`);
for (const bench of BENCHES) if (wanted.length === 0 || wanted.includes(bench.name)) await report(bench);

async function report({ name, about, readme, run }: Bench): Promise<void> {
  console.log(`## ${name}\n\n${about}\n`);
  const lines = ['| measured | value | goal | met |', '| --- | --- | --- | --- |'];
  console.log(lines.join('\n'));
  for (const row of await run()) {
    const line = tableRow(row);
    console.log(line);
    lines.push(line);
  }
  console.log('');
  if (writes && readme !== undefined) {
    const file = new URL(`../../../${readme}`, import.meta.url);
    writeTable(file, name, `${about} Measured with ${machine}.\n\n${lines.join('\n')}`);
    console.log(`written to ${readme}\n`);
  }
}

function tableRow({ what, value, goal, met }: Measurement): string {
  const verdict = met === undefined ? '' : met ? 'yes' : 'no';
  return `| ${what} | ${value} | ${goal ?? ''} | ${verdict} |`;
}
