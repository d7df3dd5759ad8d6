import { describe, expect, it } from 'vitest';
import { jobOf, Scene } from '../test/scene.ts';
import type { WorkerEvent } from './worker-events.ts';

const SLOW_MS = 6_000;

/** A worker that asks for ten jobs when it has none. */
const sceneOf = (...[config, logger]: ConstructorParameters<typeof Scene>): Scene =>
  new Scene({ refillThreshold: 1, ...config }, logger);

/** What it tells of its locks. */
function watch(scene: Scene): WorkerEvent[] {
  const told: WorkerEvent[] = [];
  scene.worker.subscribe((event) => event.type === 'lockTight' && told.push(event));
  return told;
}

/** Has jobs worked that take `durationsMs`, ten at a time, each from its arrival to its end. */
async function work(scene: Scene, durationsMs: readonly number[]): Promise<void> {
  for (let from = 0; from < durationsMs.length; from += 10) {
    await scene.pass(200);
    const batch = durationsMs.slice(from, from + 10);
    const asked = scene.activations.length;
    scene.last.answer(batch.map((durationMs, index) => jobOf(`${asked}-${index}`, durationMs)));
    await scene.pass(Math.max(...batch) + 200);
  }
}

const jobs = (quick: number, slow: number): number[] => [
  ...Array<number>(quick).fill(1_000),
  ...Array<number>(slow).fill(SLOW_MS),
];

describe('JobWorker, near the end of its locks', () => {
  it('warns once when the slowest twentieth of its jobs takes more than half of a lock that is not extended', async () => {
    const lines: unknown[][] = [];
    const scene = sceneOf(
      { lockExtension: false, jobTimeoutMs: 10_000 },
      { warn: (...line) => lines.push(line) },
    );
    const told = watch(scene);
    await work(scene, jobs(18, 2));
    await work(scene, jobs(0, 10));
    expect(told).toMatchObject([{ type: 'lockTight', jobType: 'work', p95Ms: SLOW_MS, lockMs: 10_000 }]);
    expect(lines).toEqual([
      [
        expect.stringContaining('turn lockExtension on, or raise jobTimeoutMs'),
        expect.objectContaining({ jobType: 'work', p95Ms: SLOW_MS, lockMs: 10_000, jobs: 20 }),
      ],
    ]);
    expect(await scene.end()).toBe(0);
  });

  it('warns again five minutes later, if that is still so', async () => {
    const scene = sceneOf({ lockExtension: false, jobTimeoutMs: 10_000 });
    const told = watch(scene);
    await work(scene, jobs(18, 2));
    await scene.pass(294_000 - 1_200);
    await work(scene, jobs(0, 2));
    expect(told).toHaveLength(1);
    await work(scene, jobs(0, 1));
    expect(told).toHaveLength(2);
    expect(await scene.end()).toBe(0);
  });

  it.each([
    ['one in twenty', { lockExtension: false, jobTimeoutMs: 10_000 }, jobs(19, 1)],
    ['too few to tell', { lockExtension: false, jobTimeoutMs: 10_000 }, jobs(0, 19)],
    ['half of the lock, and no more', { lockExtension: false, jobTimeoutMs: 2 * SLOW_MS }, jobs(10, 10)],
    ['longer than a lock that is extended', { jobTimeoutMs: 1_000 }, jobs(10, 10)],
    [
      'long before the last hundred',
      { lockExtension: false, jobTimeoutMs: 10_000 },
      [...jobs(0, 10), ...jobs(100, 5)],
    ],
  ])('does not warn where the slow ones are %s', async (_, config, durationsMs) => {
    const scene = sceneOf(config);
    const told = watch(scene);
    await work(scene, durationsMs);
    expect(told).toEqual([]);
    expect(await scene.end()).toBe(0);
  });

  it.each([
    ['counts the time for which a job waits here', 6_000, 1],
    ['does not count jobs that were never started', 12_000, 0],
  ])('%s', async (_, blockedMs, warnings) => {
    const scene = sceneOf({ lockExtension: false, jobTimeoutMs: 10_000 });
    const told = watch(scene);
    // The first lets none of the others begin for so long.
    await work(scene, [-blockedMs, ...Array<number>(9).fill(0)]);
    await work(scene, Array<number>(40).fill(0));
    await work(scene, [SLOW_MS]);
    expect(told).toHaveLength(warnings);
    expect(await scene.end()).toBe(0);
  });

  it('warns where jobs come near the longest time for which their locks are extended', async () => {
    const lines: unknown[] = [];
    const scene = sceneOf(
      { jobTimeoutMs: 4_000, lockExtensionMaxMs: 10_000 },
      { warn: (line) => lines.push(line) },
    );
    const told = watch(scene);
    await work(scene, jobs(10, 10));
    expect(told).toMatchObject([{ lockMs: 10_000 }]);
    expect(lines).toEqual([expect.stringContaining('raise lockExtensionMaxMs')]);
    expect(await scene.end()).toBe(0);
  });
});
