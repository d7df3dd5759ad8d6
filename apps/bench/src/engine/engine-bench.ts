import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, below, type Measurement, median, round } from '../bench.ts';
import { runPinned } from '../spawn-pinned.ts';
import { ONE_TASK } from './one-task.ts';
import { startCommandLine } from './start-command-line.ts';

const ROUNDS = 5;
const INSTANCES = 10_000;
const STARTS = 11;

/** How fast the embedded engine is, and what it keeps. */
export const engineBench: Bench = {
  name: 'engine',
  about: `\`@camunda/engine\`: instances of one service task, each created, activated and completed by requests with JSON bodies, 32 at a time, all history kept; ${INSTANCES.toLocaleString('en')} instances a run, medians of ${ROUNDS} alternating runs, each in a process of its own.`,
  readme: 'docs/engine-numbers.md',
  async run() {
    return [...(await instances()), await creation(), await commandLine(), ...(await growth())];
  },
};

async function instances(): Promise<Measurement[]> {
  const rates: Record<'inProcess' | 'sdk' | 'http' | 'kept', number[]> = {
    inProcess: [],
    sdk: [],
    http: [],
    kept: [],
  };
  for (let index = 0; index < ROUNDS; index++) {
    rates.inProcess.push(await measure('in-process'));
    rates.sdk.push(await measure('sdk'));
    rates.http.push(await overHttp(false));
    rates.kept.push(await overHttp(true));
  }
  return [
    atLeast('in this process, through `engine.fetch`', median(rates.inProcess), 3_000),
    atLeast('through `@camunda/sdk`, without a socket', median(rates.sdk), 1_500),
    atLeast('over loopback HTTP, with undici', median(rates.http), 800),
    {
      what: 'one-task instances over loopback HTTP, everything kept in a data file',
      value: `${round(median(rates.kept))} /s`,
    },
  ];
}

async function measure(way: string): Promise<number> {
  const module = new URL('./measure-instances.ts', import.meta.url);
  return (await runPinned<{ perSecond: number }>(module, [way, String(INSTANCES)])).perSecond;
}

async function overHttp(isKept: boolean): Promise<number> {
  using folder = temporaryFolder();
  const model = join(folder.path, 'one-task.bpmn');
  writeFileSync(model, ONE_TASK);
  const data = isKept ? ['--data', join(folder.path, 'data.jsonl')] : [];
  using engine = await startCommandLine(model, ...data);
  return await measure(engine.address);
}

function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'engine-bench-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

async function creation(): Promise<Measurement> {
  const module = new URL('./measure-creation.ts', import.meta.url);
  const { medianMs } = await runPinned<{ medianMs: number }>(module, []);
  return below('a new engine and its first answer, the code being loaded', medianMs, 5, 'ms');
}

async function commandLine(): Promise<Measurement> {
  const times: number[] = [];
  for (let index = 0; index < STARTS; index++) {
    using engine = await startCommandLine();
    times.push(engine.readyMs);
  }
  return below(
    'the command line, from process start to the first 204 of `/v2/status`',
    median(times),
    400,
    'ms',
  );
}

async function growth(): Promise<Measurement[]> {
  const module = new URL('./measure-growth.ts', import.meta.url);
  const { heapKb, lastToFirst } = await runPinned<{ heapKb: number; lastToFirst: number }>(module, []);
  return [
    below('heap a finished instance, after 100,000', heapKb, 12, 'kB'),
    {
      what: 'speed (in CPU time) of the last 10,000 of 100,000 instances ÷ that of the first 10,000',
      value: `${round(lastToFirst)} ×`,
      goal: 'at least 0.75 ×',
      met: lastToFirst >= 0.75,
    },
  ];
}

function atLeast(what: string, perSecond: number, goal: number): Measurement {
  return {
    what: `one-task instances ${what}`,
    value: `${round(perSecond)} /s`,
    goal: `at least ${goal.toLocaleString('en')} /s`,
    met: perSecond >= goal,
  };
}
