import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { setUp, until } from '../test/harness.ts';
import { JobBudget } from './job-budget.ts';
import type { JobContext } from './job-context.ts';

describe('StopReport', () => {
  it('names a job whose acknowledgement is not answered', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add(1);
    gateway.fault = ({ operation }) => (operation === 'completion' ? { kind: 'hang' } : undefined);
    const subject = worker({});
    subject.start();
    await until(() => gateway.of('completion').length === 1);
    expect(await subject.stop({ graceMs: 20 })).toMatchObject({
      drained: false,
      left: [{ jobKey, phase: 'acknowledging' }],
      jobs: { activated: 1, left: 1, unknown: 1, inHand: 0 },
    });
  });

  it('does not name a job whose acknowledgement is answered after all', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(1);
    let isAborted = false;
    const subject = worker({
      clock,
      jobHandler: (job: JobContext) =>
        new Promise((_, reject) => {
          job.signal.addEventListener('abort', () => {
            isAborted = true;
            reject(job.signal.reason);
          });
        }),
    });
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    gateway.fault = ({ operation }) =>
      operation === 'failure' ? { kind: 'hold', until: answered } : undefined;
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    const stopped = subject.stop({ graceMs: 20 });
    await until(() => {
      if (!isAborted) clock.advance(5);
      return gateway.of('failure').length === 1;
    });
    // The time for handlers to end is over, that for acknowledgements is not.
    clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
    answer();
    expect(await stopped).toMatchObject({
      drained: true,
      left: [],
      jobs: { activated: 1, givenBack: 1, inHand: 0 },
    });
  });

  it('names a job that lost its lock during the stop', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add(1);
    gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'status', status: 409 } : undefined);
    const subject = worker({
      config: { jobTimeoutMs: 600 },
      jobHandler: (job: JobContext) =>
        new Promise<void>((resolve) => {
          job.signal.addEventListener('abort', () => resolve());
        }),
    });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    expect(await subject.stop({ graceMs: 10_000 })).toMatchObject({
      drained: false,
      left: [{ jobKey, phase: 'running' }],
      jobs: { left: 1, locksLost: 1 },
    });
  });

  it('names a job whose acknowledgement through the client never ends, and counts it', async () => {
    const { gateway, transport, worker } = await setUp();
    const [jobKey] = gateway.add(1);
    let isCalled = false;
    const client = {
      transport,
      completeJob: (_: { jobKey: string }): Promise<void> => {
        isCalled = true;
        return new Promise(() => {});
      },
    };
    const subject = worker({
      client,
      jobHandler: (job: JobContext<object, object, typeof client>) =>
        job.client.completeJob({ jobKey: job.jobKey }),
    });
    subject.start();
    await until(() => isCalled);
    expect(await subject.stop({ graceMs: 20 })).toMatchObject({
      drained: false,
      left: [{ jobKey, phase: 'acknowledging' }],
      jobs: { activated: 1, left: 1, unknown: 1, inHand: 0 },
    });
  });

  it('leaves a job whose return is refused, and gives back with at least one retry', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { retries: 0 });
    gateway.fault = ({ operation }) =>
      operation === 'failure' ? { kind: 'status', status: 400 } : undefined;
    const subject = worker({
      jobHandler: (job: JobContext) =>
        new Promise((_, reject) => {
          job.signal.addEventListener('abort', () => reject(job.signal.reason));
        }),
    });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    const report = await subject.stop({ graceMs: 0 });
    expect(report).toMatchObject({ drained: false, jobs: { left: 1, givenBack: 0, failed: 0, refused: 1 } });
    expect(gateway.of('failure').map(({ body }) => body.retries)).toEqual([1]);
  });

  it('gives back jobs that wait for a place in the budget, with at least one retry', async () => {
    const { gateway, worker } = await setUp();
    const budget = new JobBudget({ maxConcurrentJobs: 1 });
    gateway.shapeJob = (job) => {
      budget.request(() => undefined);
      return job;
    };
    gateway.add(1, { retries: 0 });
    const subject = worker({ budget });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    expect(await subject.stop()).toMatchObject({ drained: true, jobs: { givenBack: 1 } });
    expect(gateway.of('failure')[0]?.body).toMatchObject({ retries: 1, retryBackOff: 0 });
  });

  it('comes at once when a second stop ends the grace', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const subject = worker({ jobHandler: () => new Promise(() => {}) });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    const first = subject.stop({ graceMs: 600_000 });
    const second = subject.stop({ graceMs: 0 });
    expect(await first).toMatchObject({ drained: false, jobs: { left: 1 } });
    expect(await second).toBe(await first);
  });
});
