import { OAuthClientCredentialsAuthProvider } from '@camunda/auth';
import { createTransport } from '@camunda/transport';
import { type Fault, type FaultPlan, startFaultProxy } from '../../transport/test/fault-proxy.ts';
import { JobWorker } from '../src/job-worker-node.ts';
import type { WorkerConfig } from '../src/worker-config.ts';
import { Beats } from './beats.ts';
import { createInstances, startProcessEngine } from './engine-process.ts';
import { isAtStep, STEPS, startTokenServer } from './fault-steps.ts';

/** Where the fault strikes; `all`: every request to the cluster. */
export const PLACES = [...STEPS, 'all'] as const;
export type Place = (typeof PLACES)[number];

/** Times as a worker has them without any setting, and short ones. */
export interface Setting {
  readonly config: Partial<WorkerConfig>;
  readonly oauth: { readonly timeoutMs?: number; readonly retryMaxAttempts?: number };
}

export const SETTINGS: Readonly<Record<'default' | 'short', Setting>> = {
  default: { config: {}, oauth: {} },
  short: {
    config: { jobTimeoutMs: 1_500, requestTimeoutMs: 500, pollMarginMs: 500 },
    // The worker repeats by itself: with several attempts, the pauses of the provider come on top.
    oauth: { timeoutMs: 2_000, retryMaxAttempts: 1 },
  },
};

export interface RecoveryScene {
  readonly fault: Fault;
  readonly step: Place;
  readonly faultMs: number;
  readonly slots: number;
  readonly setting: Setting;
  /** No jobs but one after the fault's end: the worker's only traffic are its polls. */
  readonly isIdle: boolean;
}

/** What was seen; milliseconds are those of {@link Beats}, count from the fault's end, and are `undefined` where it did not happen in time. */
export interface Recovery {
  readonly fault: Fault;
  readonly step: Place;
  readonly polledMs: number | undefined;
  readonly answeredMs: number | undefined;
  readonly completedMs: number | undefined;
  readonly hits: number;
  readonly polls: number;
  readonly probes: number;
  readonly longestPauseMs: number;
  readonly freeSlots: number;
}

const PROCESS = 'recovery';
const PATIENCE_MS = 60_000;

/** Lets a worker run into a fault, ends the fault, and measures how long it takes to be back. */
export async function measureRecovery(scene: RecoveryScene): Promise<Recovery> {
  const { fault, step, faultMs, slots, setting, isIdle } = scene;
  const { config, oauth } = setting;
  using beats = new Beats();
  await using engine = await startProcessEngine(PROCESS);
  await using tokens = await startTokenServer();
  await using proxy = await startFaultProxy({ target: new URL(engine.address).origin, dripMs: 1 });
  await using tokenProxy = await startFaultProxy({ target: tokens.origin, dripMs: 1 });
  await using transport = createTransport({
    baseUrl: `${proxy.origin}/v2`,
    authProvider: new OAuthClientCredentialsAuthProvider({
      oauthUrl: `${tokenProxy.origin}/token`,
      clientId: 'recovery',
      clientSecret: 'secret',
      ...oauth,
    }),
  });
  let endedAt = Number.POSITIVE_INFINITY;
  let [polledAt, answeredAt, completedAt, hits, polls, probes, longestPauseMs] = [NaN, NaN, NaN, 0, 0, 0, 0];
  const plan =
    (current: Fault): FaultPlan =>
    ({ method, url }) => {
      const now = beats.now();
      if (url.endsWith('/activation')) {
        if (current === 'none' && now >= endedAt && Number.isNaN(polledAt)) polledAt = now;
        if (current !== 'none') polls += 1;
      }
      if (current !== 'none' && url.endsWith('/topology')) probes += 1;
      if (step !== 'all' && !isAtStep(step, method, url)) return 'none';
      if (current !== 'none') hits += 1;
      return current;
    };
  proxy.setPlan(plan('none'));
  tokenProxy.setPlan(plan('none'));
  let started = 0;
  const worker = new JobWorker({
    client: transport,
    config: { jobType: PROCESS, maxConcurrentJobs: slots, ...config },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    jobHandler: async () => {
      // Every tenth outlives half of its lock.
      const durationMs = ++started % 10 === 0 ? (config.jobTimeoutMs ?? 30_000) * 0.55 : 20;
      await new Promise((resolve) => setTimeout(resolve, durationMs));
    },
  });
  worker.subscribe((event) => {
    const now = beats.now();
    if (event.type === 'pollFailed') longestPauseMs = Math.max(longestPauseMs, event.pauseMs);
    if (now < endedAt) return;
    if (event.type === 'polled' && event.error === undefined && Number.isNaN(answeredAt)) answeredAt = now;
    if (event.type === 'jobEnded' && event.end === 'completed' && Number.isNaN(completedAt))
      completedAt = now;
  });
  worker.start();
  const feed = setInterval(() => {
    if (!isIdle) void createInstances(engine, PROCESS, 1);
  }, 150);
  await pause(1_500);
  const target = step === 'token' ? [tokenProxy] : [proxy];
  for (const each of target) each.setPlan(plan(fault));
  await pause(faultMs);
  endedAt = beats.now();
  for (const each of target) each.setPlan(plan('none'));
  const { freeSlots } = worker.status();
  if (isIdle) await createInstances(engine, PROCESS, 1);
  const isDone = (): boolean => ![polledAt, answeredAt, completedAt].some(Number.isNaN);
  while (!isDone() && beats.now() - endedAt < PATIENCE_MS) await pause(20);
  clearInterval(feed);
  await worker.stop({ graceMs: 0 });
  const since = (at: number): number | undefined => (Number.isNaN(at) ? undefined : at - endedAt);
  const [polledMs, answeredMs, completedMs] = [since(polledAt), since(answeredAt), since(completedAt)];
  return {
    fault,
    step,
    polledMs,
    answeredMs,
    completedMs,
    hits,
    polls,
    probes,
    longestPauseMs,
    freeSlots,
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
