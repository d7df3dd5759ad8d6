import { type Bench, below, type Measurement, median, round } from '../bench.ts';
import { runPinned } from '../spawn-pinned.ts';
import { startStub } from '../start-stub.ts';
import { LOOPS } from './loops.ts';

const ROUNDS = 5;
const JOBS = 20_000;
const UNEVEN_JOBS = 1_000;
const LONGEST_MS = [20, 200];
const SLOTS = [10, 64, 256];
const OURS = '@camunda/worker';
const PEER = 'the peer SDK';
const RAW = 'raw undici loop';

interface Sample {
  readonly jobsPerSecond: number;
  readonly cpuMicroseconds: number;
  readonly rssMb: number;
  readonly requestsPerJob: number;
  readonly activationsPerJob: number;
}

/** What a job costs, beside the peer and beside a loop that does nothing but the requests. */
export const workerBench: Bench = {
  name: 'worker',
  readme: 'packages/worker/README.md',
  about: `${JOBS} jobs whose handler does nothing, from start to last acknowledgement; the worker on one core and the stub on the other; medians of ${ROUNDS} alternating runs, loading of the code included.`,
  async run() {
    const rows: Measurement[] = [];
    for (const slots of SLOTS) rows.push(...compare(slots, await sampleAll(slots)));
    for (const longestMs of LONGEST_MS) rows.push(...(await requestsPerJob(longestMs)));
    rows.push(await idle());
    return rows;
  },
};

async function sampleAll(slots: number): Promise<Map<string, Sample>> {
  const samples = new Map(Object.keys(LOOPS).map((name) => [name, [] as Sample[]]));
  for (let index = 0; index < ROUNDS; index++) {
    for (const [name, values] of samples) values.push(await sample(name, slots));
  }
  return new Map([...samples].map(([name, values]) => [name, middle(values)]));
}

async function sample(name: string, slots: number, jobs = JOBS, longestMs = ''): Promise<Sample> {
  using stub = await startStub(jobs);
  const module = new URL('./measure-loop.ts', import.meta.url);
  const measured = await runPinned<Sample>(module, [
    name,
    stub.address,
    String(slots),
    String(jobs),
    longestMs,
  ]);
  const { activation, acknowledgement } = await stub.statistics();
  return {
    ...measured,
    requestsPerJob: (activation + acknowledgement) / jobs,
    activationsPerJob: activation / jobs,
  };
}

function middle(samples: readonly Sample[]): Sample {
  const of = (member: keyof Sample): number => median(samples.map((one) => one[member]));
  return {
    jobsPerSecond: of('jobsPerSecond'),
    cpuMicroseconds: of('cpuMicroseconds'),
    rssMb: of('rssMb'),
    requestsPerJob: of('requestsPerJob'),
    activationsPerJob: of('activationsPerJob'),
  };
}

function compare(slots: number, all: ReadonlyMap<string, Sample>): Measurement[] {
  const values = [...all].map(
    ([name, { jobsPerSecond, cpuMicroseconds, rssMb, requestsPerJob }]): Measurement => ({
      what: `${slots} slots, ${name}`,
      value: `${round(jobsPerSecond)} jobs/s, ${round(cpuMicroseconds)} µs a job, ${round(rssMb)} MB, ${round(requestsPerJob)} requests a job`,
    }),
  );
  const ratio = (member: keyof Sample, other: string): number =>
    (all.get(OURS)?.[member] ?? Number.NaN) / (all.get(other)?.[member] ?? Number.NaN);
  const faster = ratio('jobsPerSecond', PEER);
  return [
    ...values,
    {
      what: `${slots} slots, jobs/s: ours ÷ the peer`,
      value: `${round(faster)} ×`,
      goal: 'at least 2.5 ×',
      met: faster >= 2.5,
    },
    below(`${slots} slots, CPU a job: ours ÷ the peer`, ratio('cpuMicroseconds', PEER), 0.4, '×'),
    below(`${slots} slots, CPU a job: ours ÷ the raw loop`, ratio('cpuMicroseconds', RAW), 1.5, '×'),
    below(`${slots} slots, memory: ours ÷ the peer`, ratio('rssMb', PEER), 0.667, '×'),
    {
      what: `${slots} slots, memory: the raw loop ÷ the peer`,
      value: `${round((all.get(RAW)?.rssMb ?? Number.NaN) / (all.get(PEER)?.rssMb ?? Number.NaN))} ×`,
    },
  ];
}

/** How many requests a job costs where handlers take different times, so that slots become free one by one. */
async function requestsPerJob(longestMs: number): Promise<Measurement[]> {
  const ours: Sample[] = [];
  const peer: Sample[] = [];
  for (let index = 0; index < ROUNDS; index++) {
    ours.push(await sample(OURS, 20, UNEVEN_JOBS, String(longestMs)));
    peer.push(await sample(PEER, 20, UNEVEN_JOBS, String(longestMs)));
  }
  const row = (what: string, member: 'requestsPerJob' | 'activationsPerJob'): Measurement => {
    const [left, right] = [middle(ours)[member], middle(peer)[member]];
    const about = `20 slots, handlers of 1–${longestMs} ms, ${what} a job: ours (${round(left)}) ÷ the peer (${round(right)})`;
    return below(about, left / right, 0.667, '×');
  };
  return [row('requests', 'requestsPerJob'), row('activations', 'activationsPerJob')];
}

async function idle(): Promise<Measurement> {
  using stub = await startStub();
  const module = new URL('./measure-idle-workers.ts', import.meta.url);
  const { share } = await runPinned<{ share: number }>(module, [stub.address]);
  return below('50 idle workers, of one core', share * 100, 1, '%');
}
