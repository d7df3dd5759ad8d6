import { OAuthClientCredentialsAuthProvider } from '@camunda/auth';
import { createTransport } from '@camunda/transport';
import { FAULTS, type Fault, type FaultPlan, startFaultProxy } from '../../transport/test/fault-proxy.ts';
import type { JobContext } from '../src/job-context.ts';
import { JobWorker } from '../src/job-worker-node.ts';
import type { StopReport } from '../src/stop-report.ts';
import { countInstances, createInstances, startProcessEngine } from './engine-process.ts';
import { isAtStep, STEPS, type Step, startTokenServer } from './fault-steps.ts';
import { seededRandom } from './seeded-random.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly jobs: number;
  /** How long each fault lasts, in milliseconds. */
  readonly faultMs: number;
}

export interface ChaosResult {
  readonly report: StopReport;
  /** How often each job's handler ran. */
  readonly runs: ReadonlyMap<string, number>;
  readonly completedInstances: number;
  readonly activeInstances: number;
  /** Milliseconds from the end of each fault to the next poll that succeeded. */
  readonly recoveries: readonly { readonly fault: Fault; readonly step: Step; readonly tookMs: number }[];
  /** How many requests were damaged at each step. */
  readonly hits: Readonly<Record<Step, number>>;
}

const PROCESS = 'chaos';

/** Works jobs of a real engine through proxies that damage every kind of request in turn, and says what came of it. */
export async function runChaos({ seed, jobs, faultMs }: ChaosOptions): Promise<ChaosResult> {
  const random = seededRandom(seed);
  await using engine = await startProcessEngine(PROCESS);
  await using tokens = await startTokenServer();
  await using proxy = await startFaultProxy({ target: new URL(engine.address).origin, dripMs: 1 });
  await using tokenProxy = await startFaultProxy({ target: tokens.origin, dripMs: 1 });
  await using transport = createTransport({
    baseUrl: `${proxy.origin}/v2`,
    authProvider: new OAuthClientCredentialsAuthProvider({
      oauthUrl: `${tokenProxy.origin}/token`,
      clientId: `chaos-${seed}`,
      clientSecret: 'secret',
      timeoutMs: 1_000,
    }),
  });
  const runs = new Map<string, number>();
  const worker = new JobWorker({
    client: transport,
    config: {
      jobType: PROCESS,
      jobTimeoutMs: 1_500,
      requestTimeoutMs: 500,
      pollMarginMs: 500,
      maxConcurrentJobs: 64,
    },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    jobHandler: async (job: JobContext) => {
      runs.set(job.jobKey, (runs.get(job.jobKey) ?? 0) + 1);
      // A few are longer than half of their lock, so that it has to be extended.
      const durationMs = random() < 0.02 ? 900 : random() * 4;
      await new Promise((resolve) => setTimeout(resolve, durationMs));
      return { by: job.jobKey };
    },
  });
  const recoveries: ChaosResult['recoveries'][number][] = [];
  const hits: Record<Step, number> = { activation: 0, completion: 0, extension: 0, token: 0 };
  const plan =
    (step: Step, fault: Fault): FaultPlan =>
    ({ url, method }) => {
      if (!isAtStep(step, method, url) || random() < 0.1) return 'none';
      hits[step] += 1;
      return fault;
    };
  worker.start();
  const scenes = shuffle(
    FAULTS.filter((fault) => fault !== 'none').flatMap((fault) => STEPS.map((step) => ({ fault, step }))),
    random,
  );
  for (const [index, { fault, step }] of scenes.entries()) {
    const share =
      Math.floor((jobs * (index + 1)) / scenes.length) - Math.floor((jobs * index) / scenes.length);
    const target = step === 'token' ? tokenProxy : proxy;
    const hitsBefore = hits[step];
    target.setPlan(plan(step, fault));
    await createInstances(engine, PROCESS, share);
    await sleep(faultMs);
    // Tokens and extensions are rare: a fault has to last until it has met a request.
    if (step === 'token' || step === 'extension') await waitFor(() => hits[step] > hitsBefore, 5_000);
    target.setPlan(() => 'none');
    const endedAt = Date.now();
    await waitFor(() => (worker.status().lastSuccessfulPollAt ?? 0) > endedAt, 15_000);
    recoveries.push({ fault, step, tookMs: Date.now() - endedAt });
  }
  await drained(() => countInstances(engine, 'ACTIVE'));
  const report = await worker.stop();
  const [completedInstances, activeInstances] = [
    await countInstances(engine, 'COMPLETED'),
    await countInstances(engine, 'ACTIVE'),
  ];
  return { report, runs, completedInstances, activeInstances, recoveries, hits };
}

function shuffle<Item>(items: Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits for as long as there is progress, however slow the machine is: 15 seconds without any are the end. */
async function drained(count: () => Promise<number>): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let end = 0;
  for (;;) {
    const left = await count();
    if (left < least) end = Date.now() + 15_000;
    least = Math.min(least, left);
    if (left === 0 || Date.now() > end) return;
    await sleep(100);
  }
}

async function waitFor(isMet: () => boolean | Promise<boolean>, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isMet()) && Date.now() < end) await sleep(10);
}
