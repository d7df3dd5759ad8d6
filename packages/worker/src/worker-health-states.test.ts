import { describe, expect, it } from 'vitest';
import { setUp } from '../test/harness.ts';
import { failure, jobOf, Scene } from '../test/scene.ts';
import { createHealthHandler } from './health-handler.ts';

const well = { live: true, ready: true, reasons: [] };
const unready = (...reasons: unknown[]): object => ({ live: true, ready: false, reasons });

describe('JobWorker, health in each state', () => {
  it('idle', async () => {
    const { worker } = await setUp();
    expect(worker({}).health()).toEqual(unready('the worker is idle'));
  });

  it('starting, polling, stopped, and started again', async () => {
    const scene = new Scene({ startupJitterMaxSeconds: 60 });
    await scene.pass(59_000);
    expect(scene.worker.status().state).toBe('starting');
    expect(scene.worker.health()).toEqual(unready('the worker is starting'));
    await scene.pass(1_100);
    expect(scene.worker.health()).toEqual(unready('no poll has succeeded yet'));
    scene.last.answer([]);
    await scene.pass(200);
    expect(scene.worker.health()).toEqual(well);
    await scene.end();
    expect(scene.worker.health()).toEqual(unready('the worker is stopped'));
    scene.worker.start();
    expect(scene.worker.health()).toEqual(unready('the worker is starting'));
    await scene.end();
  });

  it('backing off: ready until the third failure, and again with the first success', async () => {
    const scene = new Scene();
    await scene.pass(100);
    scene.last.answer([]);
    for (const [pauseMs, health] of [
      [1_000, well],
      [2_000, well],
      [4_000, unready(expect.stringMatching(/^3 polls in a row have failed: .*HTTP_ERROR/))],
    ] as const) {
      await scene.pass(200);
      scene.last.fail(failure('HTTP_ERROR', 503));
      await scene.pass(pauseMs - 100);
      expect(scene.worker.status().state).toBe('backing-off');
      expect(scene.worker.health()).toEqual(health);
      await scene.pass(100);
    }
    scene.last.answer([]);
    await scene.pass(100);
    expect(scene.worker.health()).toEqual(well);
    expect(await scene.end()).toBe(0);
  });

  it('full, and draining', async () => {
    const scene = new Scene({ maxConcurrentJobs: 1 });
    await scene.pass(100);
    scene.last.answer([jobOf('1', 200_000)]);
    await scene.pass(100_000);
    expect(scene.worker.status()).toMatchObject({ freeSlots: 0, pollInFlight: false });
    expect(scene.worker.health()).toEqual(well);
    void scene.worker.stop({ graceMs: 50_000 });
    await scene.pass(49_000);
    expect(scene.worker.health()).toEqual(unready('the worker is draining'));
    await scene.end();
  });

  it('full of handlers that do not end though their locks are lost: not ready until their slots are free again', async () => {
    const scene = new Scene({ maxConcurrentJobs: 2, jobTimeoutMs: 10_000 });
    scene.respond = (operationId) => {
      if (operationId === 'updateJob') throw failure('HTTP_ERROR', 409);
      return {};
    };
    await scene.pass(100);
    scene.last.answer([jobOf('1', 200_000), jobOf('2', 5_500)]);
    await scene.pass(5_200);
    expect(scene.worker.status().jobs.locksLost).toBe(2);
    const heldUp = 'all slots are held by handlers that have not ended though their signals were aborted';
    expect(scene.worker.health()).toEqual(unready(heldUp));
    // The second ends.
    await scene.pass(500);
    expect(scene.worker.health()).toEqual(well);
    scene.last.answer([jobOf('3', 200_000)]);
    await scene.pass(100);
    expect(scene.worker.health()).toEqual(well);
    expect(scene.worker.status()).toMatchObject({ freeSlots: 0 });
    // The first loses its slot, 5 s after its lock.
    await scene.pass(4_600);
    expect(scene.worker.status()).toMatchObject({ freeSlots: 1, jobs: { left: 2 } });
    await scene.end();
  });
});

describe('createHealthHandler', () => {
  it('answers for all workers that there are at the time, by the paths that were asked for', async () => {
    const scene = new Scene();
    const { worker } = await setUp();
    const workers = [scene.worker];
    const handler = createHealthHandler(() => workers, { livePath: '/live', readyPath: '/ready' });
    const probe = async (path: string): Promise<unknown> => {
      const response = handler(new Request(`http://localhost${path}`));
      const { headers, status } = response;
      return { status, type: headers.get('content-type'), body: await response.json() };
    };
    const type = 'application/json';
    await scene.pass(100);
    scene.last.answer([]);
    await scene.pass(200);
    const healthy = { jobType: 'work', ...well };
    expect(await probe('/ready?verbose')).toEqual({ status: 200, type, body: { workers: [healthy] } });
    workers.push(worker({ config: { jobType: 'other' } }));
    const idle = { jobType: 'other', ...unready('the worker is idle') };
    expect(await probe('/ready')).toEqual({ status: 503, type, body: { workers: [healthy, idle] } });
    expect(await probe('/live')).toEqual({ status: 200, type, body: { workers: [healthy, idle] } });
    expect(await probe('/readyz')).toMatchObject({ status: 404 });
    await scene.end();
  });
});
