import { availableParallelism, cpus } from 'node:os';
import type { Bench, Measurement } from './bench.ts';
import { BENCHES } from './benches.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${BENCHES.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
console.log(
  `Node ${process.versions.node}, ${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? 'unknown'}\n`,
);
for (const bench of BENCHES) if (wanted.length === 0 || wanted.includes(bench.name)) await report(bench);

async function report({ name, about, run }: Bench): Promise<void> {
  console.log(`## ${name}\n\n${about}\n`);
  console.log(['| measured | value | goal | met |', '| --- | --- | --- | --- |'].join('\n'));
  for (const row of await run()) console.log(tableRow(row));
  console.log('');
}

function tableRow({ what, value, goal, met }: Measurement): string {
  const verdict = met === undefined ? '' : met ? 'yes' : 'no';
  return `| ${what} | ${value} | ${goal ?? ''} | ${verdict} |`;
}
