import { describe, expect, it } from 'vitest';
import { failure, jobOf, Scene } from '../test/scene.ts';

const refused = failure('NETWORK_ERROR');

describe('JobWorker, outage', () => {
  it('backs off from 1 s to 30 s while nobody answers, and polls within 5 s of the end of the outage', async () => {
    const scene = new Scene();
    scene.respond = () => {
      throw refused;
    };
    await scene.pass(100);
    for (let polls = 0; polls < 8; polls += 1) {
      scene.last.fail(refused);
      const asked = scene.activations.length;
      while (scene.activations.length === asked) await scene.pass(100);
    }
    expect(scene.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    scene.last.fail(refused);
    await scene.pass(3_000);
    const asked = scene.activations.length;
    scene.respond = () => ({});
    await scene.pass(5_000);
    expect(scene.activations.length).toBeGreaterThan(asked);
    expect(await scene.end()).toBe(0);
  });

  it('asks with one small question at a time whether the cluster is there, and only in an outage', async () => {
    const scene = new Scene();
    scene.respond = () => new Promise(() => {});
    await scene.pass(10_000);
    expect(scene.of('getTopology')).toEqual([]);
    scene.last.fail(refused);
    await scene.pass(900);
    expect(scene.of('getTopology')).toEqual([]);
    await scene.pass(200);
    scene.last.fail(refused);
    await scene.pass(2_000);
    // It gets no answer: the transport ends it in its own time.
    expect(scene.of('getTopology')).toMatchObject([{ timeoutMs: 1_500 }]);
    expect(await scene.end()).toBe(0);
  });

  it.each([429, 500, 503])('lets nothing shorten the pause after a %i of the cluster', async (status) => {
    const scene = new Scene();
    await scene.pass(100);
    // A completion that the cluster takes meanwhile is no reason to ask an overloaded cluster for more.
    scene.last.answer([jobOf('1', 9_000)]);
    await scene.pass(100);
    for (const pauseMs of [1_000, 2_000, 4_000, 8_000]) {
      const asked = scene.activations.length;
      scene.last.fail(failure('HTTP_ERROR', status));
      await scene.pass(pauseMs - 200);
      expect(scene.activations.length).toBe(asked);
      await scene.pass(400);
      expect(scene.activations.length).toBe(asked + 1);
    }
    expect(scene.of('getTopology')).toEqual([]);
    expect(scene.worker.status().jobs.completed).toBe(1);
    expect(await scene.end()).toBe(0);
  });

  it('asks for one job and an answer at once while the cluster is in doubt, and for all afterwards', async () => {
    const scene = new Scene({ requestTimeoutMs: 20_000 });
    await scene.pass(100);
    scene.last.fail(refused);
    await scene.pass(1_100);
    scene.last.answer([]);
    await scene.pass(200);
    expect(
      scene.activations.map(({ request }) => [request.maxJobsToActivate, request.requestTimeout]),
    ).toEqual([
      [10, 20_000],
      [1, -1],
      [10, 20_000],
    ]);
    expect(await scene.end()).toBe(0);
  });

  it('takes the place of a swallowed careful poll once the cluster answers others', async () => {
    const scene = new Scene();
    await scene.pass(100);
    scene.last.fail(refused);
    await scene.pass(1_100);
    expect(scene.activations).toHaveLength(2);
    await scene.pass(3_500);
    expect(scene.activations).toHaveLength(3);
    expect(scene.activations[1]?.signal.aborted).toBe(false);
    expect(await scene.end()).toBe(0);
  });

  it('asks for one job and tells so while it is not sure of the cluster', async () => {
    const scene = new Scene();
    const requested: number[] = [];
    scene.worker.subscribe((event) => {
      if (event.type === 'polled') requested.push(event.requested);
    });
    await scene.pass(100);
    scene.last.fail(refused);
    await scene.pass(1_100);
    scene.last.answer([]);
    await scene.pass(1_100);
    scene.last.answer([]);
    await scene.pass(100);
    expect(requested).toEqual([10, 1, 10]);
    expect(await scene.end()).toBe(0);
  });

  it('believes a careful poll that is answered late, and gives its job back', async () => {
    const scene = new Scene();
    await scene.pass(100);
    scene.last.fail(refused);
    await scene.pass(4_600);
    expect(scene.activations).toHaveLength(3);
    scene.activations[1]?.answer([jobOf('7')]);
    await scene.pass(100);
    expect(scene.worker.status()).toMatchObject({ consecutivePollFailures: 0, jobs: { givenBack: 1 } });
    expect(scene.of('failJob')).toMatchObject([{ body: { retries: 3, retryBackOff: 0 } }]);
    expect(await scene.end()).toBe(0);
  });

  it('mistrusts the poll under way when a completion was swallowed and is then answered', async () => {
    const scene = new Scene();
    scene.respond = () =>
      scene.of('completeJob').length > 1
        ? undefined
        : new Promise((_, reject) => scene.clock.setTimeout(() => reject(failure('TIMEOUT')), 4_000));
    await scene.pass(100);
    scene.last.answer([jobOf('1')]);
    await scene.pass(3_900);
    expect(scene.activations).toHaveLength(2);
    await scene.pass(600);
    expect(scene.of('completeJob')).toHaveLength(2);
    expect(scene.activations).toHaveLength(3);
    expect(scene.activations[1]?.signal.aborted).toBe(true);
    expect(scene.worker.status()).toMatchObject({ consecutivePollFailures: 0, jobs: { completed: 1 } });
    expect(await scene.end()).toBe(0);
  });
});

describe('JobWorker, lost acknowledgements', () => {
  it('waits 4 s for the answer to an attempt, so that a full worker is free again soon after an outage', async () => {
    const scene = new Scene();
    await scene.pass(100);
    scene.last.answer([jobOf('1')]);
    await scene.pass(100);
    expect(scene.of('completeJob')).toMatchObject([{ timeoutMs: 4_000 }]);
    expect(await scene.end()).toBe(0);
  });
});

describe('JobWorker, blocked', () => {
  it('starts none of the jobs that came with one whose handler blocked for longer than their lock', async () => {
    const scene = new Scene({ jobTimeoutMs: 2_000 });
    await scene.pass(100);
    scene.last.answer([jobOf('1', -5_000), jobOf('2'), jobOf('3')]);
    await scene.pass(100);
    expect(scene.of('completeJob')).toEqual([]);
    expect(scene.worker.status().jobs).toMatchObject({ activated: 3, left: 3, completed: 0 });
    expect(await scene.end()).toBe(0);
  });
});
