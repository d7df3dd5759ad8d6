import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { runChaos, STEPS } from './chaos.ts';

// CAMUNDA_TEST_CHAOS_SEED repeats a run; CAMUNDA_TEST_CHAOS_JOBS and _FAULT_MS make a longer one.
const seed = Number(process.env.CAMUNDA_TEST_CHAOS_SEED ?? Date.now() % 1_000_000);
const jobs = Number(process.env.CAMUNDA_TEST_CHAOS_JOBS ?? 10_000);
const faultMs = Number(process.env.CAMUNDA_TEST_CHAOS_FAULT_MS ?? 150);

describe('JobWorker, chaos', () => {
  it(`works every one of ${jobs} jobs, through every fault at every step (seed ${seed})`, async () => {
    const { report, runs, completedInstances, activeInstances, recoveries, hits } = await runChaos({
      seed,
      jobs,
      faultMs,
    });
    const repeated = [...runs.values()].filter((count) => count > 1).length;
    const slowest = recoveries.reduce((worst, next) => (next.tookMs > worst.tookMs ? next : worst));
    console.log(
      `chaos: seed ${seed}, ${jobs} jobs, damaged requests ${JSON.stringify(hits)}, ${repeated} jobs ran more than once, slowest recovery ${slowest.tookMs} ms (${slowest.fault} at ${slowest.step})`,
      report.jobs,
    );
    expect(recoveries).toHaveLength(9 * STEPS.length);
    for (const step of STEPS) expect(hits[step], step).toBeGreaterThan(0);
    // Every effect has happened, and nothing is left locked.
    expect({ worked: runs.size, completedInstances, activeInstances }).toEqual({
      worked: jobs,
      completedInstances: jobs,
      activeInstances: 0,
    });
    // The ledger adds up.
    const { activated, inHand, completed, failed, errored, ignored, givenBack, left } = report.jobs;
    expect(inHand).toBe(0);
    expect(completed + failed + errored + ignored + givenBack + left).toBe(activated);
    expect(failed).toBe(0);
    expect(report.left).toEqual([]);
    for (const recovery of recoveries)
      expect(recovery.tookMs, `${recovery.fault} at ${recovery.step}`).toBeLessThan(5_000);
  }, 180_000);
});
