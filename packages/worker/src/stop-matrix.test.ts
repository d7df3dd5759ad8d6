import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import type { RecordedRequest, StubGateway } from '../test/stub-gateway.ts';
import { watchTimers } from '../test/watch-timers.ts';
import type { JobHandlerModule } from './job-handler.ts';
import type { JobWorker } from './job-worker.ts';
import type { StopReport } from './stop-report.ts';

const module = new URL('../test/pool-handlers.ts', import.meta.url);
const take: JobHandlerModule = { module, exportName: 'take' };

/** One moment in a worker's life: how to get there, and what the stop must come to. */
interface Moment {
  readonly config?: object;
  readonly durationMs?: number;
  readonly jobs?: number;
  prepare?(gateway: StubGateway): void;
  /** Resolves with the report of a stop at that moment. */
  stop(gateway: StubGateway, worker: JobWorker): Promise<StopReport>;
  readonly counts: object;
}

const when = async (isMet: () => boolean, worker: JobWorker): Promise<StopReport> => {
  await until(isMet);
  return worker.stop({ graceMs: 10_000 });
};
const uponAnswer = (
  gateway: StubGateway,
  worker: JobWorker,
  operation: RecordedRequest['operation'],
  then = (): void => {},
): Promise<StopReport> =>
  new Promise((resolve) => {
    gateway.onAnswer = (request) => {
      if (request.operation !== operation) return;
      resolve(worker.stop({ graceMs: 10_000 }));
      then();
    };
  });

const MOMENTS: Readonly<Record<string, Moment>> = {
  starting: { stop: (_, worker) => worker.stop(), counts: { activated: 0 } },
  jittering: {
    config: { startupJitterMaxSeconds: 600 },
    stop: (_, worker) => when(() => worker.status().state === 'starting', worker),
    counts: { activated: 0 },
  },
  polling: {
    jobs: 0,
    stop: (gateway, worker) => when(() => gateway.openPolls === 1, worker),
    counts: { activated: 0 },
  },
  delivering: {
    stop: (gateway, worker) => uponAnswer(gateway, worker, 'activate'),
    counts: { activated: 3, givenBack: 3 },
  },
  'delivering to a process that is held up': {
    stop: (gateway, worker) =>
      uponAnswer(gateway, worker, 'activate', () => {
        const end = performance.now() + 100;
        while (performance.now() < end);
      }),
    counts: { activated: 3, givenBack: 3 },
  },
  running: {
    durationMs: 200,
    stop: (_, worker) => when(() => worker.status().jobs.inHand === 3, worker),
    counts: { activated: 3 },
  },
  completing: {
    prepare: (gateway) => {
      gateway.fault = ({ operation }) =>
        operation === 'completion' ? { kind: 'delay', delayMs: 200 } : undefined;
    },
    stop: (gateway, worker) => when(() => gateway.of('completion').length >= 1, worker),
    counts: { activated: 3 },
  },
  extending: {
    config: { jobTimeoutMs: 2_000 },
    durationMs: 1_500,
    prepare: (gateway) => {
      gateway.fault = ({ operation }) =>
        operation === 'update' ? { kind: 'delay', delayMs: 200 } : undefined;
    },
    stop: (gateway, worker) => when(() => gateway.of('update').length >= 1, worker),
    counts: { activated: 3 },
  },
};

/** What a worker may hold of its process; sockets are the transport's and the gateway's. */
const HELD = new Set(['MessagePort', 'PipeWrap', 'ProcessWrap', 'SignalWrap', 'Worker']);
const heldResources = (): string[] =>
  process
    .getActiveResourcesInfo()
    .filter((name) => HELD.has(name))
    .toSorted();
const listeners = (): object =>
  Object.fromEntries(process.eventNames().map((name) => [name, process.listenerCount(name)]));

describe.each(['async', 'thread', 'process'] as const)('stop, %s', (executionStrategy) => {
  it.each(Object.keys(MOMENTS))(
    'while %s, leaves no job without an end and sends nothing more',
    async (name) => {
      const moment = MOMENTS[name];
      if (moment === undefined) throw new Error(`there is no moment ${name}`);
      const { gateway, worker } = await setUp();
      const before = { held: heldResources(), listeners: listeners(), timers: [] };
      const timers = watchTimers();
      const { durationMs = 0, jobs = 3 } = moment;
      gateway.add(jobs, { variables: { durationMs } });
      moment.prepare?.(gateway);
      const subject = worker({
        executionStrategy,
        config: { poolSize: 3, handleSignals: true, ...moment.config },
        jobHandler: take,
      });
      const stopped = moment.stop(gateway, subject);
      subject.start();
      const report = name === 'starting' ? await subject.stop() : await stopped;
      expect(report).toMatchObject({
        drained: true,
        left: [],
        jobs: { inHand: 0, left: 0, ...moment.counts },
      });
      const { activated, completed, failed, errored, ignored, givenBack, left } = report.jobs;
      expect(completed + failed + errored + ignored + givenBack + left).toBe(activated);
      expect(subject.status()).toMatchObject({ state: 'stopped', activeJobs: 0, pollInFlight: false });
      const sent = gateway.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(gateway.requests.length).toBe(sent);
      expect({ held: heldResources(), listeners: listeners(), timers: timers() }).toEqual(before);
      // The cluster’s side: done, or free for another worker; nothing stays locked.
      expect([...gateway.jobs.values()].filter(({ state }) => state === 'activated')).toEqual([]);
    },
    20_000,
  );
});
