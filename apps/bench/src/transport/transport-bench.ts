import { type Bench, below, type Measurement, median, round } from '../bench.ts';
import { importCost } from '../import-cost.ts';
import { runPinned } from '../spawn-pinned.ts';
import { startStub } from '../start-stub.ts';
import { CALLERS } from './callers.ts';

const ROUNDS = 5;
const CALLS = 30_000;
const CONCURRENCY = 16;
const OURS = '@camunda/transport';

interface Sample {
  readonly cpuMicroseconds: number;
  readonly seconds: number;
  readonly heapGrowthKb: number;
}

/** What one call costs, beside the peer and beside what our transport stands on. */
export const transportBench: Bench = {
  name: 'transport',
  about: `CPU time of one \`GET /topology\`: ${CALLS} calls, ${CONCURRENCY} at a time, after 30,000 to warm up, the caller on one core and the server on the other; medians of ${ROUNDS} alternating runs.`,
  readme: 'docs/transport-numbers.md',
  async run() {
    using stub = await startStub();
    const costs = await cpuByCaller(stub.address);
    const ours = costs.get(OURS) ?? Number.NaN;
    const against = (name: string): number => ours / (costs.get(name) ?? Number.NaN);
    return [
      ...[...costs].map(([name, cost]): Measurement => ({ what: name, value: `${round(cost)} µs` })),
      below('ours ÷ raw undici', against('raw undici request'), 1.6, '×'),
      { what: 'ours ÷ ky on undici request', value: `${round(against('ky on undici request'))} ×` },
      below('ours ÷ the peer SDK', against('the peer SDK'), 0.5, '×'),
      await heap(stub.address),
      await idlePolls(),
      below('importing the transport, over an empty start', importCost([OURS]), 60, 'ms'),
    ];
  },
};

async function cpuByCaller(address: string): Promise<Map<string, number>> {
  const samples = new Map(Object.keys(CALLERS).map((name) => [name, [] as number[]]));
  for (let index = 0; index < ROUNDS; index++) {
    for (const [name, values] of samples) values.push((await measure(name, address, CALLS)).cpuMicroseconds);
  }
  return new Map([...samples].map(([name, values]) => [name, median(values)]));
}

function measure(name: string, address: string, calls: number): Promise<Sample> {
  return runPinned<Sample>(new URL('./measure-caller.ts', import.meta.url), [
    name,
    address,
    String(calls),
    String(CONCURRENCY),
  ]);
}

async function heap(address: string): Promise<Measurement> {
  const { heapGrowthKb } = await measure(OURS, address, 100_000);
  return below('heap that 100,000 calls leave behind', Math.max(0, heapGrowthKb), 1_000, 'kB');
}

async function idlePolls(): Promise<Measurement> {
  using stub = await startStub();
  const module = new URL('./measure-idle-polls.ts', import.meta.url);
  const { aloneMs, besideMs } = await runPinned<{ aloneMs: number; besideMs: number }>(module, [
    stub.address,
  ]);
  const value = `${round(aloneMs)} ms alone, ${round(besideMs)} ms beside 16 idle long polls`;
  return { what: 'median latency of a call', value, goal: 'the same', met: besideMs < aloneMs * 1.25 };
}
