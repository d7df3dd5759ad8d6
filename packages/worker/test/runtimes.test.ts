import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { askWorkerd, bundle, findRuntime, reportFromChromium } from '../../transport/test/runtimes.ts';

const find = (name: string): string => findRuntime(name, 'the worker') ?? '';
const deno = find('deno');
const workerd = find('workerd');
const chromium = find('chromium');
const RUNTIMES = [
  { name: 'Node', command: process.execPath, parameters: [] },
  { name: 'Bun', command: find('bun'), parameters: [] },
  { name: 'Deno', command: deno, parameters: ['run', '--allow-all', '--quiet'] },
];
const CASES = RUNTIMES.flatMap((runtime) =>
  (['auto', 'process'] as const).map((strategy) => ({ ...runtime, strategy })),
);

/** The same in every runtime, but for what is named after the strategy. */
const expected = (kind: 'thread' | 'process'): object => ({
  double: '18014398509481986',
  callClient: {
    greeting: 'hello you',
    isHttpError: true,
    status: 418,
    code: 'HTTP_ERROR',
    denied: expect.stringContaining('job.client.close cannot be called'),
    unknown: expect.stringContaining('job.client.valueOf cannot be called'),
  },
  completeTwice: { first: true },
  throwError: 'business',
  exit: expect.stringContaining(`The ${kind} that ran the handler ended before the handler did`),
  crash: expect.stringContaining(`The ${kind} that ran the handler ended before the handler did`),
  slow: 'completion',
  hang: expect.stringContaining('The handler ran longer than 600 ms and was ended'),
  stopped: 1,
  left: [],
});

describe('threads and processes', { timeout: 60_000 }, () => {
  for (const { name, command, parameters, strategy } of CASES) {
    it.skipIf(command === '')(`work in ${name}, ${strategy}`, async () => {
      const program = join(import.meta.dirname, 'runtime-main.ts');
      const { stdout } = await promisify(execFile)(
        command,
        [...parameters, '--conditions=camunda-source', program, strategy],
        { env: { ...process.env, NO_PROXY: '127.0.0.1' } },
      );
      const report: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      expect(report).toEqual(expected(strategy === 'process' ? 'process' : 'thread'));
    });
  }
});

describe('threads and processes, where there are none', { timeout: 60_000 }, () => {
  const refused = (name: string): string =>
    `executionStrategy: executionStrategy ${name} needs Node, Bun or Deno: this runtime starts no threads or processes; use async here`;
  const REFUSALS = {
    auto: 'accepted',
    async: 'accepted',
    thread: refused('thread'),
    process: refused('process'),
  };

  it.skipIf(deno === '')('are refused at construction in Deno without the permission', async () => {
    const program = join(import.meta.dirname, 'runtime-permissions.ts');
    const allowed = ['--allow-net', '--allow-read', '--allow-env', '--allow-sys'];
    const parameters = ['run', '--quiet', '--no-prompt', ...allowed, '--conditions=camunda-source', program];
    const { stdout } = await promisify(execFile)(deno, parameters);
    expect(JSON.parse(stdout)).toEqual({
      ...REFUSALS,
      thread: 'accepted',
      process: expect.stringContaining('executionStrategy process needs the permission --allow-run in Deno'),
    });
  });

  it.skipIf(workerd === '')('are refused at construction in workerd', async () => {
    const program = `import { JobWorker } from '../src/index.ts';
      import { refusals } from './runtime-refusals.ts';
      export default { fetch: () => Response.json(refusals(JobWorker)) };`;
    const script = await bundle(program, ['workerd', 'worker'], import.meta.dirname);
    expect(await askWorkerd(workerd, script)).toEqual(REFUSALS);
  });

  it.skipIf(chromium === '')('are refused at construction in a page of Chromium', async () => {
    const program = `import { JobWorker } from '../src/index.ts';
      import { refusals } from './runtime-refusals.ts';
      window.report = refusals(JobWorker);`;
    const script = await bundle(program, ['browser'], import.meta.dirname);
    expect(await reportFromChromium(chromium, script)).toEqual(REFUSALS);
  });
});
