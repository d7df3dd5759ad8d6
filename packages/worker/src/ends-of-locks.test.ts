import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import { JumpingClock } from '../test/jumping-clock.ts';
import { failure, jobOf, Scene } from '../test/scene.ts';
import { stopOn } from '../test/stop-on.ts';

describe('JobWorker, locks that began before their answer came', () => {
  it('extends the lock of a job whose answer took long as soon as half of it is over', async () => {
    const scene = new Scene({ jobTimeoutMs: 10_000 });
    await scene.pass(100);
    // Shows how far the two clocks are apart: the cluster's is an hour ahead.
    const deadline = (): number => scene.clock.now() + 3_600_000 + 10_000;
    scene.last.answer([{ ...jobOf('1'), deadline: deadline() }]);
    await scene.pass(100);
    const lockedAt = deadline();
    await scene.pass(4_000);
    scene.last.answer([{ ...jobOf('2', 30_000), deadline: lockedAt }]);
    await scene.pass(700);
    expect(scene.of('updateJob')).toEqual([]);
    await scene.pass(600);
    expect(scene.of('updateJob')).toHaveLength(1);
    await scene.end();
  });
});

describe('JobWorker, acknowledgements near the end of a lock', () => {
  it('waits for an answer no longer than the lock lasts, and repeats nothing after its end', async () => {
    const scene = new Scene({ jobTimeoutMs: 10_000, lockExtension: false });
    scene.respond = () =>
      new Promise((_, reject) => scene.clock.setTimeout(() => reject(failure('TIMEOUT')), 900));
    await scene.pass(100);
    scene.last.answer([jobOf('1', 9_000)]);
    await scene.pass(12_000);
    const [first, ...more] = scene.of('completeJob');
    expect(first?.timeoutMs).toBeGreaterThan(0);
    expect(first?.timeoutMs).toBeLessThanOrEqual(1_000);
    expect(more).toEqual([]);
    expect(scene.worker.status().jobs).toMatchObject({ completed: 0, left: 1 });
    await scene.end();
  });

  it('sends nothing for a job whose lock ended while its handler let nobody else run', async () => {
    const { gateway, worker } = await setUp();
    const clock = new JumpingClock();
    gateway.add(1);
    const subject = worker({
      clock,
      config: { jobTimeoutMs: 10_000, lockExtension: false },
      jobHandler: () => clock.jump(10_000),
    });
    subject.start();
    await until(() => subject.status().jobs.left === 1);
    expect(gateway.of('completion')).toEqual([]);
    await stopOn(clock, subject);
  });
});
