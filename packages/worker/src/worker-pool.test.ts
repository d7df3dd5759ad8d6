import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import { createWorkerPool, JobWorker } from './index-node.ts';

describe('createWorkerPool', () => {
  it('keeps the workers of one client until they are stopped, together or alone', async () => {
    const { gateway, transport } = await setUp();
    const pool = createWorkerPool({ JobWorker, client: () => transport, settings: {}, logger: console });
    gateway.add(2);
    const worked: string[] = [];
    const first = pool.createJobWorker({
      jobType: 'work',
      jobHandler: (job) => {
        worked.push(job.jobKey);
      },
    });
    const second = pool.createJobWorker({ jobType: 'other', jobHandler: () => undefined, autoStart: false });
    expect(pool.getWorkers()).toEqual([first, second]);
    await until(() => first.status().jobs.completed === 2);
    await first.stop();
    expect(pool.getWorkers()).toEqual([second]);
    first.start();
    expect(pool.getWorkers()).toEqual([second, first]);
    const reports = await pool.stopAllWorkers({ graceMs: 0 });
    expect(reports).toHaveLength(2);
    expect(pool.getWorkers()).toEqual([]);
    expect(worked).toHaveLength(2);
  });

  it('makes no worker of a client that is closed', () => {
    const client = (): never => {
      throw new Error('closed');
    };
    const pool = createWorkerPool({ JobWorker, client, settings: {}, logger: console });
    expect(() => pool.createJobWorker({ jobType: 'work', jobHandler: () => undefined })).toThrow('closed');
    expect(pool.getWorkers()).toEqual([]);
  });
});
