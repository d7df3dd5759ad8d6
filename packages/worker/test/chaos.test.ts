import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../transport/test/fault-proxy.ts';
import { runChaos } from './chaos.ts';
import { STEPS } from './fault-steps.ts';
import { measureRecovery, PLACES, SETTINGS } from './recovery.ts';
import { seededRandom } from './seeded-random.ts';

// CAMUNDA_TEST_CHAOS_SEED repeats a run; CAMUNDA_TEST_CHAOS_JOBS, _FAULT_MS and _LONGEST_FAULT_MS make a longer one.
const seed = Number(process.env.CAMUNDA_TEST_CHAOS_SEED ?? Date.now() % 1_000_000);
const jobs = Number(process.env.CAMUNDA_TEST_CHAOS_JOBS ?? 10_000);
const faultMs = Number(process.env.CAMUNDA_TEST_CHAOS_FAULT_MS ?? 150);
const longestFaultMs = Number(process.env.CAMUNDA_TEST_CHAOS_LONGEST_FAULT_MS ?? 9_000);

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

  it(`polls again within 5 s of the end of every long fault, at 1, 10 and 64 slots (seed ${seed})`, async () => {
    const random = seededRandom(seed);
    const scenes = FAULTS.slice(1).flatMap((fault) =>
      PLACES.map((step) => ({
        fault,
        step,
        slots: [1, 10, 64][Math.floor(random() * 3)] ?? 1,
        faultMs: Math.round(longestFaultMs * (1 + 2 * random()) * (1 / 3)),
        setting: SETTINGS.short,
        isIdle: random() < 0.2,
      })),
    );
    const recoveries = await Promise.all(
      scenes.map(async (scene) => ({ ...scene, ...(await measureRecovery(scene)) })),
    );
    const told = recoveries.map(
      ({ fault, step, slots, faultMs: lastedMs, polledMs = Number.POSITIVE_INFINITY, completedMs }) => ({
        what: `${fault} at ${step} for ${lastedMs} ms, ${slots} slots`,
        polledMs: Math.round(polledMs),
        completedMs: completedMs === undefined ? undefined : Math.round(completedMs),
      }),
    );
    told.sort((left, right) => right.polledMs - left.polledMs);
    console.log(`long faults: seed ${seed}, slowest of ${told.length}`, told.slice(0, 3));
    expect(told.filter(({ polledMs }) => polledMs >= 5_000)).toEqual([]);
    expect(told.filter(({ completedMs }) => completedMs === undefined)).toEqual([]);
  }, 180_000);
});
