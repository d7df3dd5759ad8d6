// Measures what a new engine costs once the code is loaded. Prints one line of JSON.
import { createEngine } from '@camunda/engine';
import { median } from '../bench.ts';

const times: number[] = [];
for (let index = 0; index < 101; index++) {
  const began = performance.now();
  const engine = createEngine();
  await engine.fetch('http://engine/v2/status');
  times.push(performance.now() - began);
  await engine.close();
}
const [first = Number.NaN] = times;
console.log(JSON.stringify({ first, medianMs: median(times) }));
