import { JobBudget } from '@camunda/worker';
import { afterEach, describe, expect, it } from 'vitest';
import { createCamundaClient } from './index.ts';

const client = createCamundaClient({ environment: {} });
afterEach(() => client.stopAllWorkers({ graceMs: 0 }));

describe('createJobWorker', () => {
  it('passes the execution strategy on', () => {
    const make = () =>
      client.createJobWorker({ jobType: 'a', executionStrategy: 'thread', jobHandler: () => undefined });
    expect(make).toThrow(/executionStrategy thread/);
    expect(client.getWorkers()).toEqual([]);
  });

  it('passes budget, instrumentation and jitter on', () => {
    const attached: unknown[] = [];
    const worker = client.createJobWorker({
      jobType: 'a',
      budget: new JobBudget({ maxConcurrentJobs: 2 }),
      startupJitterMaxSeconds: 60,
      instrumentation: { attach: (one: unknown) => void attached.push(one) } as never,
      autoStart: false,
      jobHandler: () => undefined,
    });
    expect(attached).toEqual([worker]);
    expect(client.getWorkers()).toEqual([worker]);
  });
});
