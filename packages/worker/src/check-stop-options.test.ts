import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import { createWorkerPool, JobWorker } from './index-node.ts';
import type { StopOptions } from './stop-report.ts';

const WRONG: readonly (readonly [unknown, string])[] = [
  [{ graceMs: Number.NaN }, 'graceMs must be a number of milliseconds from 0 to 2147483647, not NaN'],
  [{ graceMs: -1 }, 'graceMs must be a number of milliseconds from 0 to 2147483647, not -1'],
  [{ graceMs: Number.POSITIVE_INFINITY }, 'not Infinity'],
  [{ graceMs: 'x' }, 'graceMs must be a number of milliseconds from 0 to 2147483647, not a string'],
  [{ graceMs: null }, 'not null'],
  [{ graceMs: {} }, 'not a plain object'],
  [{ graceMS: 5 }, 'graceMS is no option of a stop; did you mean graceMs?'],
  [null, 'the options of stop must be an object such as { graceMs: 5000 }, not null'],
  [5000, 'the options of stop must be an object such as { graceMs: 5000 }, not a number'],
];

describe('checkStopOptions', () => {
  it.each(WRONG)('refuses to stop with %o, and lets the worker go on', async (options, message) => {
    const { gateway, worker } = await setUp();
    const subject = worker({});
    subject.start();
    await expect(subject.stop(options as StopOptions)).rejects.toThrow(message);
    gateway.add(1);
    await until(() => subject.status().jobs.completed === 1);
    expect(subject.status().state).toBe('polling');
  });

  it.each(WRONG)('refuses to stop all workers with %o, and keeps them', async (options, message) => {
    const { transport } = await setUp();
    const pool = createWorkerPool({ JobWorker, client: () => transport, settings: {}, logger: console });
    const worker = pool.createJobWorker({ jobType: 'work', jobHandler: () => undefined });
    await expect(pool.stopAllWorkers(options as StopOptions)).rejects.toThrow(message);
    expect(pool.getWorkers()).toEqual([worker]);
    expect(await pool.stopAllWorkers({ graceMs: 0 })).toHaveLength(1);
    expect(worker.status().state).toBe('stopped');
  });
});

describe('checkRunOptions', () => {
  it.each([
    [{ graceMs: Number.NaN }, 'graceMs must be a number of milliseconds'],
    [{ signal: 'x' }, 'signal must be an AbortSignal, not a string'],
    [{ signal: null }, 'signal must be an AbortSignal, not null'],
    [{ signall: 1 }, 'signall is no option of a run; did you mean signal?'],
    [null, 'the options of run must be an object'],
  ])('refuses to run with %o, before the worker starts', async (options, message) => {
    const { worker } = await setUp();
    const subject = worker({});
    await expect(subject.run(options as never)).rejects.toThrow(message);
    expect(subject.status().state).toBe('idle');
  });
});
