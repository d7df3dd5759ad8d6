import { describe, expect, it } from 'vitest';
import { failure, jobOf, Scene } from '../test/scene.ts';
import type { StopReport } from './stop-report.ts';
import type { WorkerEvent } from './worker-events.ts';

/** Begins a stop, and tells what it reports once it does. */
function beginStop(scene: Scene, graceMs = 0): { report: StopReport | undefined } {
  const stop: { report: StopReport | undefined } = { report: undefined };
  void scene.worker.stop({ graceMs }).then((report) => {
    stop.report = report;
  });
  return stop;
}

/** Lets one turn of the event loop pass, and no time. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A careful poll that nobody waits for any more, and the one that took its place. */
async function withLatePoll(): Promise<Scene> {
  const scene = new Scene();
  await scene.pass(100);
  scene.last.fail(failure('NETWORK_ERROR'));
  await scene.pass(4_600);
  expect(scene.activations).toHaveLength(3);
  expect(scene.activations[1]?.signal.aborted).toBe(false);
  return scene;
}

describe('JobWorker, polls at a stop', () => {
  it('does not wait for a slot when all are taken by handlers that do not end', async () => {
    const scene = new Scene({ maxConcurrentJobs: 1 });
    await scene.pass(100);
    scene.last.answer([jobOf('1', 60_000)]);
    await scene.pass(100);
    const stop = beginStop(scene, 2_000);
    await scene.pass(5_000);
    expect(stop.report).toMatchObject({ drained: false, jobs: { left: 1 } });
    await scene.pass(60_000);
    expect(scene.clock.timers).toBe(0);
  });

  it('gives back the jobs of an answer that comes before the poll is dropped, 20 ms after the stop began', async () => {
    const scene = new Scene();
    await scene.pass(100);
    const stop = beginStop(scene, 10_000);
    scene.clock.advance(19);
    scene.last.answer([jobOf('1')]);
    await scene.pass(1_000);
    expect(stop.report).toMatchObject({ drained: true, jobs: { activated: 1, givenBack: 1, completed: 0 } });
    expect(scene.of('failJob')).toMatchObject([{ body: { retries: 3, retryBackOff: 0 } }]);
  });

  it('drops a poll that is no longer waited for as well, and gives back what that still brings', async () => {
    const scene = await withLatePoll();
    const stop = beginStop(scene, 10_000);
    scene.clock.advance(10);
    scene.last.answer([]);
    await turn();
    expect(stop.report).toBeUndefined();
    scene.activations[1]?.answer([jobOf('1')]);
    await turn();
    await turn();
    expect(scene.of('failJob')).toHaveLength(1);
    expect(stop.report).toMatchObject({ drained: true, jobs: { activated: 1, givenBack: 1 } });
    expect(scene.clock.timers).toBe(0);
  });

  it('does not take the poll that it drops for one that failed', async () => {
    const scene = new Scene();
    const told: WorkerEvent[] = [];
    scene.worker.subscribe((event) => event.type === 'polled' && told.push(event));
    await scene.pass(100);
    scene.last.answer([jobOf('1')]);
    await scene.pass(100);
    expect(await scene.end()).toBe(0);
    expect(scene.last.signal.aborted).toBe(true);
    expect(told).toMatchObject([{ count: 1 }]);
  });

  it('does not wait for a late poll that brings nothing', async () => {
    const scene = await withLatePoll();
    const stop = beginStop(scene);
    scene.clock.advance(20);
    expect(scene.activations[1]?.signal.aborted).toBe(true);
    await turn();
    await turn();
    expect(stop.report).toMatchObject({ drained: true });
    expect(scene.clock.timers).toBe(0);
  });

  it('can be begun by a listener that hears of a failed poll: no pause follows, and no other state', async () => {
    const scene = new Scene();
    const states: string[] = [];
    await scene.pass(100);
    scene.worker.subscribe((event) => {
      if (event.type === 'stateChanged') states.push(event.to);
      if (event.type === 'pollFailed') void scene.worker.stop({ graceMs: 0 });
    });
    scene.last.fail(failure('HTTP_ERROR', 503));
    await turn();
    await turn();
    expect(states).toEqual(['draining', 'stopped']);
    expect(scene.clock.timers).toBe(0);
  });

  it('leaves no timer, also where a lock was watched until the end', async () => {
    const scene = new Scene();
    await scene.pass(100);
    scene.last.answer([jobOf('1', 30)]);
    await turn();
    const stop = beginStop(scene, 10_000);
    scene.clock.advance(30);
    await turn();
    await turn();
    expect(stop.report).toMatchObject({ drained: true, jobs: { completed: 1 } });
    expect(scene.clock.timers).toBe(0);
  });
});

describe('JobWorker, jobs per poll', () => {
  it('asks for no more than it may with one request, and for the others with the next', async () => {
    const scene = new Scene({ maxConcurrentJobs: 5, maxJobsPerPoll: 2 });
    await scene.pass(100);
    scene.last.answer([jobOf('1', 60_000), jobOf('2', 60_000)]);
    await scene.pass(100);
    scene.last.answer([jobOf('3', 60_000), jobOf('4', 60_000), jobOf('5', 60_000)]);
    await scene.pass(100);
    const { activeJobs, jobs } = scene.worker.status();
    expect({ activeJobs, givenBack: jobs.givenBack }).toEqual({ activeJobs: 4, givenBack: 1 });
    expect(scene.activations.map(({ request }) => request.maxJobsToActivate)).toEqual([2, 2]);
    await scene.pass(61_000);
    expect(scene.last.request.maxJobsToActivate).toBe(2);
    await scene.end();
  });
});

describe('JobWorker, polls that are dropped or doubted', () => {
  it('gives a small question a short time: a careful poll is dropped a second after its margin', async () => {
    const scene = new Scene();
    scene.respond = () => new Promise(() => {});
    await scene.pass(100);
    scene.last.fail(failure('NETWORK_ERROR'));
    await scene.pass(1_100);
    expect(scene.activations).toHaveLength(2);
    await scene.pass(5_800);
    expect(scene.activations[1]?.signal.aborted).toBe(false);
    await scene.pass(300);
    expect(scene.activations[1]?.signal.aborted).toBe(true);
    expect(await scene.end()).toBe(0);
  });

  it('gives back the jobs of a poll that was dropped and is answered after all', async () => {
    const scene = new Scene({ maxConcurrentJobs: 1 });
    scene.isDeaf = true;
    await scene.pass(39_000);
    const [first] = scene.activations;
    expect(first?.signal.aborted).toBe(true);
    expect(scene.activations).toHaveLength(2);
    scene.last.answer([jobOf('1', 5_000)]);
    await scene.pass(100);
    first?.answer([jobOf('2')]);
    await scene.pass(100);
    expect(scene.worker.status()).toMatchObject({ activeJobs: 1, jobs: { activated: 2, givenBack: 1 } });
    expect(scene.of('failJob')).toMatchObject([{ body: { retries: 3, retryBackOff: 0 } }]);
    scene.isDeaf = false;
    await scene.pass(6_000);
    scene.last.answer([]);
    expect(await scene.end()).toBe(0);
  });

  it('trusts a poll that is younger than 4 s, though another request was swallowed meanwhile', async () => {
    const scene = new Scene();
    scene.respond = () =>
      scene.of('completeJob').length > 1
        ? undefined
        : new Promise((_, reject) => scene.clock.setTimeout(() => reject(failure('TIMEOUT')), 4_000));
    await scene.pass(100);
    scene.last.answer([jobOf('1')]);
    await scene.pass(3_000);
    scene.last.answer([]);
    await scene.pass(100);
    expect(scene.activations).toHaveLength(3);
    await scene.pass(2_000);
    expect(scene.of('completeJob')).toHaveLength(2);
    expect(scene.worker.status().jobs.completed).toBe(1);
    expect(scene.activations).toHaveLength(3);
    expect(scene.last.signal.aborted).toBe(false);
    expect(await scene.end()).toBe(0);
  });

  it.each(['an extension that is taken', 'a completion that is refused'])(
    'asks for jobs again at once when %s shows that the cluster answers',
    async (what) => {
      const scene = new Scene({ jobTimeoutMs: 10_000, pollBackOffMs: 30_000 });
      const isExtension = what.startsWith('an');
      const never = new Promise(() => {});
      scene.respond = (operationId) => {
        if (operationId === 'completeJob') throw failure('HTTP_ERROR', 400);
        return isExtension && operationId === 'updateJob' ? {} : never;
      };
      await scene.pass(100);
      scene.last.answer([jobOf('1', isExtension ? 600_000 : 4_000)]);
      await scene.pass(100);
      scene.last.fail(failure('NETWORK_ERROR'));
      await scene.pass(3_800);
      expect(scene.activations).toHaveLength(2);
      await scene.pass(1_500);
      expect(scene.activations).toHaveLength(3);
      await scene.end();
    },
  );
});
