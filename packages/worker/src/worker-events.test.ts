import { channel } from 'node:diagnostics_channel';
import process from 'node:process';
import { afterEach, describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import { jobOf, Scene } from '../test/scene.ts';
import type { JobContext } from './job-context.ts';
import type { WorkerEvent } from './worker-events.ts';

const TYPES = [
  ...(['stateChanged', 'polled', 'pollFailed', 'jobActivated', 'jobStarted', 'jobEnded'] as const),
  ...(['lockExtended', 'jobAborted', 'lockTight', 'jobRedelivered'] as const),
] satisfies WorkerEvent['type'][];

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Listens to channels of workers until the test ends. */
function listen(listener: (event: WorkerEvent) => void, types: readonly WorkerEvent['type'][] = TYPES): void {
  const onMessage = (message: unknown): void => listener(message as WorkerEvent);
  for (const type of types) {
    const ofType = channel(`camunda:worker:${type}`);
    ofType.subscribe(onMessage);
    ends.push(() => ofType.unsubscribe(onMessage));
  }
}

describe('events of a JobWorker', () => {
  it('are the same on the diagnostics channels as for listeners, and name the worker and the job', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add();
    const heard: WorkerEvent[] = [];
    const told: WorkerEvent[] = [];
    listen((event) => heard.push(event));
    const subject = worker({
      config: { workerName: 'till' },
      jobHandler: async (job: JobContext) => {
        await job.extendLock();
        return { charged: true };
      },
    });
    subject.subscribe((event) => told.push(event));
    subject.start();
    await until(() => heard.some(({ type }) => type === 'jobEnded'));
    await subject.stop();
    expect(heard).toEqual(told);
    expect(heard.every((event, index) => event === told[index])).toBe(true);
    expect(heard.every((event) => event.jobType === 'work' && event.workerName === 'till')).toBe(true);
    const ofJob = heard.filter((event) => 'job' in event);
    expect(ofJob).toMatchObject([
      { type: 'jobActivated', job: { jobKey } },
      { type: 'jobStarted', waitedMs: expect.any(Number) },
      { type: 'lockExtended' },
      { type: 'jobEnded', end: 'completed', outcome: 'completed', handlingMs: expect.any(Number) },
    ]);
    expect(heard.filter(({ type }) => type === 'stateChanged')).toMatchObject([
      { from: 'idle', to: 'starting' },
      { from: 'starting', to: 'polling' },
      { from: 'polling', to: 'draining' },
      { from: 'draining', to: 'stopped' },
    ]);
    expect(heard).toContainEqual(expect.objectContaining({ type: 'polled', requested: 10, count: 1 }));
  });

  it('are heard by a subscriber of one channel alone, also of one that comes while the worker runs', async () => {
    const scene = new Scene();
    await scene.pass(100);
    scene.last.answer([jobOf('1', 1_000)]);
    await scene.pass(100);
    const heard: WorkerEvent[] = [];
    listen((event) => heard.push(event), ['jobEnded']);
    await scene.pass(1_000);
    expect(heard).toMatchObject([{ type: 'jobEnded', handlingMs: 1_000, job: { jobKey: '1' } }]);
    expect(await scene.end()).toBe(0);
  });

  it('tell the end of every job that they told the arrival of, whichever it is', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(4, { retries: 1 });
    const counts = new Map<string, string[]>();
    const note = (jobKey: string, what: string): void =>
      void counts.set(jobKey, [...(counts.get(jobKey) ?? []), what]);
    listen((event) => {
      if (event.type === 'jobActivated') note(event.job.jobKey, 'activated');
      if (event.type === 'jobAborted') note(event.job.jobKey, event.reason);
      if (event.type === 'jobEnded') note(event.job.jobKey, event.end);
    });
    const subject = worker({
      jobHandler: (job: JobContext) => {
        if (job.jobKey === '1') return undefined;
        if (job.jobKey === '2') return job.ignore();
        if (job.jobKey === '3') throw new Error('failed for good');
        return new Promise(() => {});
      },
    });
    subject.start();
    await until(() => subject.status().activeJobs === 1 && counts.size === 4);
    await subject.stop({ graceMs: 0 });
    expect([...counts.values()]).toEqual([
      ['activated', 'completed'],
      ['activated', 'ignored'],
      ['activated', 'failed'],
      ['activated', 'worker-stopped', 'left'],
    ]);
  });

  it('survive an asynchronous listener that rejects', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    const lines: unknown[][] = [];
    const logger = { debug() {}, info() {}, warn() {}, error: (...line: unknown[]) => void lines.push(line) };
    const subject = worker({ logger });
    subject.subscribe(async () => {
      throw new Error('a broken listener');
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(lines.map(([message]) => message)).toContain('A listener to worker events threw');
  });

  it('survive a subscriber of a channel that throws: that is its own uncaught exception', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(3);
    const uncaught: unknown[] = [];
    process.setUncaughtExceptionCaptureCallback((error) => uncaught.push(error));
    ends.push(() => process.setUncaughtExceptionCaptureCallback(null));
    const broken = new Error('a broken subscriber');
    listen(() => {
      throw broken;
    });
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.completed === 3);
    expect(await subject.stop()).toMatchObject({ drained: true });
    await new Promise((resolve) => setImmediate(resolve));
    expect(new Set(uncaught)).toEqual(new Set([broken]));
  });
});

describe('the instrumentation of a JobWorker', () => {
  const broken = new Error('a broken instrumentation');
  it.each<[string, (action: () => void) => unknown]>([
    [
      'throws before the handler',
      () => {
        throw broken;
      },
    ],
    [
      'throws after it',
      (action) => {
        action();
        throw broken;
      },
    ],
    ['forgets it', () => {}],
    [
      'begins it twice, and once more later',
      (action) => {
        action();
        action();
        setImmediate(action);
      },
    ],
    [
      'rejects',
      async () => {
        throw broken;
      },
    ],
  ])('does no harm to a job when it %s', async (_, aroundHandler) => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    let runs = 0;
    const subject = worker({
      logger,
      instrumentation: { attach() {}, aroundHandler: (__, action) => aroundHandler(action) as undefined },
      jobHandler: () => {
        runs += 1;
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 2);
    await subject.stop();
    expect(runs).toBe(2);
  });
});
