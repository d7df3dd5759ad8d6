import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { KINDS, MODES, ModelCluster } from '../test/model-cluster.ts';
import type { JobContext } from './job-context.ts';
import { JobWorker } from './job-worker-node.ts';

type Variables = { runsForMs: number; throws: boolean; obeys: boolean };

/** A worker and a cluster in a time of their own. */
class Life {
  readonly clock = new ManualClock();
  readonly cluster = new ModelCluster(this.clock);
  readonly worker: JobWorker;

  constructor() {
    this.worker = new JobWorker({
      client: this.cluster.transport,
      clock: this.clock,
      random: () => 0.5,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      config: { jobType: 'work', maxConcurrentJobs: 3, jobTimeoutMs: 6_000, withLease: 'auto' },
      jobHandler: (job: JobContext<Variables>) => this.#handle(job),
    });
  }

  async #handle({ variables, signal }: JobContext<Variables>): Promise<object> {
    await new Promise<void>((resolve, reject) => {
      const timer = this.clock.setTimeout(resolve, variables.runsForMs);
      if (!variables.obeys) return;
      signal.addEventListener('abort', () => {
        this.clock.clearTimeout(timer);
        reject(signal.reason);
      });
    });
    if (variables.throws) throw new Error('as it was told');
    return {};
  }

  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 250) {
      this.cluster.tick();
      await new Promise((resolve) => setImmediate(resolve));
      this.clock.advance(Math.min(250, milliseconds - passed));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  async over(stopping: Promise<unknown>): Promise<void> {
    let isOver = false;
    void stopping.then(() => {
      isOver = true;
    });
    for (let waits = 0; !isOver; waits += 1) {
      if (waits > 200) throw new Error('the stop did not end');
      await this.pass(1_000);
    }
  }

  assertLedger(): void {
    const { activated, inHand, completed, failed, errored, ignored, givenBack, left } =
      this.worker.status().jobs;
    expect(completed + failed + errored + ignored + givenBack + left + inHand).toBe(activated);
  }
}

const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      runsForMs: fc.constantFrom(0, 100, 4_000, 20_000),
      throws: fc.boolean(),
      obeys: fc.boolean(),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('break' as const),
      kind: fc.constantFrom(...KINDS),
      mode: fc.constantFrom(...MODES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('breakAll' as const), mode: fc.constantFrom(...MODES) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(0, 250, 3_000, 30_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('start' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('stop' as const),
      graceMs: fc.constantFrom(0, 2_000, 25_000),
      waits: fc.boolean(),
    }),
  },
);

describe('JobWorker, any life', () => {
  it('loses no job and leaves nothing behind, whatever happens in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const life = new Life();
        const { worker, cluster } = life;
        worker.start();
        for (const next of steps) {
          if (next.do === 'add') {
            const { count, runsForMs, throws, obeys } = next;
            for (let index = 0; index < count; index += 1) cluster.add({ runsForMs, throws, obeys });
          } else if (next.do === 'break') cluster.modes[next.kind] = next.mode;
          else if (next.do === 'breakAll') for (const kind of KINDS) cluster.modes[kind] = next.mode;
          else if (next.do === 'pass') await life.pass(next.ms);
          else if (next.do === 'start') {
            if (worker.status().state === 'draining') expect(() => worker.start()).toThrow('being stopped');
            else worker.start();
          } else {
            const stopping = worker.stop({ graceMs: next.graceMs });
            if (next.waits) await life.over(stopping);
          }
          life.assertLedger();
        }
        // The cluster is well again: every job comes to its end.
        for (const kind of KINDS) cluster.modes[kind] = 'fine';
        await life.over(worker.stop({ graceMs: 0 }));
        worker.start();
        for (let waits = 0; cluster.open > 0 && waits < 120; waits += 1) await life.pass(10_000);
        expect([...cluster.jobs.values()].filter(({ state }) => state === 'open')).toEqual([]);
        // A request for jobs is held for 10 s.
        await life.pass(20_000);
        expect(worker.health()).toMatchObject({ live: true, reasons: [] });
        await life.over(worker.stop());
        life.assertLedger();
        expect(worker.status()).toMatchObject({
          state: 'stopped',
          activeJobs: 0,
          pollInFlight: false,
          jobs: { inHand: 0 },
        });
        expect(life.clock.timers).toBe(0);
      }),
      { numRuns: Number(process.env.CAMUNDA_TEST_LIFE_RUNS ?? 100) },
    );
  }, 120_000);
});
