import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { setUp, until } from '../test/harness.ts';
import { failure, jobOf, Scene } from '../test/scene.ts';
import { stopOn } from '../test/stop-on.ts';
import { JobBudget } from './job-budget.ts';
import type { JobContext } from './job-context.ts';
import type { WorkerEvent } from './worker-events.ts';

describe('JobWorker, a job that comes again while it runs', () => {
  it('goes on under the new lock, and is completed with the new token', async () => {
    const scene = new Scene({ jobTimeoutMs: 10_000, lockExtension: false, withLease: true });
    await scene.pass(100);
    scene.last.answer([{ ...jobOf('1', 15_000), leaseToken: 'first' }]);
    await scene.pass(8_000);
    scene.last.answer([{ ...jobOf('1', 15_000), leaseToken: 'second' }]);
    await scene.pass(8_000);
    expect(scene.worker.status().jobs).toMatchObject({ activated: 1, redelivered: 1, completed: 1, left: 0 });
    expect(scene.of('completeJob')).toMatchObject([{ body: { leaseToken: 'second' } }]);
    expect(await scene.end()).toBe(0);
  });
});

describe('JobWorker, the signal of a job', () => {
  it('has the first reason, also for a handler that looks at it after the second', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(1);
    let look = (): void => {};
    let reason: unknown;
    const told: WorkerEvent[] = [];
    const subject = worker({
      clock,
      config: { jobTimeoutMs: 4_000, lockExtensionMaxMs: 3_000 },
      jobHandler: async (job: JobContext) => {
        await new Promise<void>((resolve) => {
          look = resolve;
        });
        reason = job.signal.reason;
      },
    });
    subject.subscribe((event) => event.type === 'jobAborted' && told.push(event));
    gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'status', status: 500 } : undefined);
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    clock.advance(3_000);
    clock.advance(1_000);
    expect(told).toMatchObject([{ reason: 'too-long' }, { reason: 'lock-lost' }]);
    look();
    await until(() => subject.status().jobs.left === 1);
    expect(reason).toMatchObject({ reason: 'too-long' });
    await stopOn(clock, subject);
  });

  it('is aborted once: a stop tells nothing of a job whose signal is aborted already', async () => {
    const scene = new Scene({ jobTimeoutMs: 60_000, lockExtensionMaxMs: 3_000 });
    const told: WorkerEvent[] = [];
    scene.worker.subscribe((event) => event.type === 'jobAborted' && told.push(event));
    await scene.pass(100);
    scene.last.answer([jobOf('1', 50_000)]);
    await scene.pass(4_000);
    await scene.end();
    expect(told).toMatchObject([{ reason: 'too-long' }]);
  });

  it('is not aborted by a stop once its handler has ended', async () => {
    const scene = new Scene();
    const told: WorkerEvent[] = [];
    scene.worker.subscribe((event) => event.type === 'jobAborted' && told.push(event));
    scene.respond = (operationId) => {
      if (operationId === 'completeJob') throw failure('HTTP_ERROR', 503);
      return {};
    };
    await scene.pass(100);
    scene.last.answer([jobOf('1'), jobOf('2', 60_000)]);
    await scene.pass(100);
    void scene.worker.stop({ graceMs: 0 });
    await scene.pass(5_000);
    expect(told).toMatchObject([{ reason: 'worker-stopped', job: { jobKey: '2' } }]);
  });
});

describe('JobWorker, jobs that wait when a stop begins', () => {
  it('begins none of them, also where one waits for its schema and the next for its place in the budget', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    const budget = new JobBudget({ maxConcurrentJobs: 2 });
    // Somebody else takes one place while the jobs are on their way.
    gateway.shapeJob = (job) => {
      if (budget.running === 0) budget.request(() => undefined);
      return job;
    };
    let checks = 0;
    let runs = 0;
    let finish = (): void => {};
    const checked = new Promise<{ value: object }>((resolve) => {
      finish = () => resolve({ value: {} });
    });
    const subject = worker({
      budget,
      config: {
        fetchVariables: [],
        inputSchema: {
          '~standard': {
            version: 1,
            vendor: 'test',
            validate: () => (++checks === 1 ? checked : { value: {} }),
          },
        } as never,
      },
      jobHandler: () => {
        runs += 1;
      },
    });
    subject.start();
    await until(() => checks === 1 && budget.waiting === 1);
    const stopped = subject.stop();
    await until(() => subject.status().jobs.inHand === 0);
    finish();
    expect(await stopped).toMatchObject({ drained: true, jobs: { activated: 2, givenBack: 2 } });
    expect(runs).toBe(0);
  });
});
