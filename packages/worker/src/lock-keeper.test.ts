import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { setUp, until } from '../test/harness.ts';
import { JumpingClock } from '../test/jumping-clock.ts';
import { stopOn } from '../test/stop-on.ts';
import { JobBudget } from './job-budget.ts';
import type { JobContext } from './job-context.ts';

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('LockKeeper', () => {
  it('extends the lock while the handler runs, so that the job runs once', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    let runs = 0;
    const subject = worker({
      config: { jobTimeoutMs: 1_000 },
      jobHandler: async () => {
        runs += 1;
        await sleep(2_600);
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(runs).toBe(1);
    expect(gateway.of('update').length).toBeGreaterThanOrEqual(3);
    expect(gateway.of('update')[0]?.body).toEqual({ changeset: { timeout: 1_000 } });
    const { lockExtensions, locksLost } = subject.status().jobs;
    // One may have been under way when the handler ended.
    expect([0, 1]).toContain(gateway.of('update').length - lockExtensions);
    expect(locksLost).toBe(0);
  });

  it.each([
    [409, 'lock-lost'],
    [404, 'job-gone'],
  ])(
    'aborts the handler when an extension is answered with %i, and sends nothing for the job',
    async (status, reason) => {
      const { gateway, worker } = await setUp();
      gateway.add();
      gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'status', status } : undefined);
      let aborted: unknown;
      let refusal: unknown;
      const subject = worker({
        config: { jobTimeoutMs: 600 },
        jobHandler: async (job: JobContext) => {
          if (aborted !== undefined) return;
          await new Promise((resolve) => job.signal.addEventListener('abort', resolve));
          aborted = job.signal.reason;
          refusal = await job.complete().catch((thrown: unknown) => thrown);
          throw new Error('aborted');
        },
      });
      subject.start();
      await until(() => subject.status().jobs.left === 1);
      expect(aborted).toMatchObject({ code: 'JOB_ABORTED', reason });
      expect(refusal).toMatchObject({ code: 'JOB_ALREADY_ACKNOWLEDGED' });
      expect(gateway.of('failure')).toEqual([]);
    },
  );

  it('sends no acknowledgement after the lock has ended unextended', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey = ''] = gateway.add();
    const subject = worker({
      config: { jobTimeoutMs: 300, lockExtension: false },
      jobHandler: async () => {
        // This gateway would hand the job out again at once, and the worker would go on under the new lock.
        const job = gateway.jobs.get(jobKey);
        if (job) job.deadline = Number.POSITIVE_INFINITY;
        await sleep(700);
      },
    });
    subject.start();
    await until(() => subject.status().jobs.left === 1);
    expect(gateway.of('update')).toEqual([]);
    expect(gateway.of('completion')).toEqual([]);
    expect(subject.status().jobs).toMatchObject({ activated: 1, locksLost: 1 });
  });

  it('does not start a job twice that comes again while it still runs', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey = ''] = gateway.add();
    let runs = 0;
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const subject = worker({
      jobHandler: async () => {
        runs += 1;
        await gate;
      },
    });
    subject.start();
    await until(() => runs === 1);
    const job = gateway.jobs.get(jobKey);
    if (job) job.deadline = 1;
    await until(() => subject.status().jobs.redelivered === 1);
    release();
    await until(() => subject.status().jobs.completed === 1);
    expect(runs).toBe(1);
    expect(subject.status().jobs.activated).toBe(1);
  });

  it('does not start a job that waited locally past its deadline', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const budget = new JobBudget({ maxConcurrentJobs: 1 });
    let isTaken = false;
    // Somebody else takes the place in the budget while the job is on its way.
    gateway.shapeJob = (job) => {
      if (!isTaken) budget.request(() => undefined);
      isTaken = true;
      return job;
    };
    const waits: number[] = [];
    const subject = worker({ budget, config: { jobTimeoutMs: 300, lockExtension: false } });
    subject.subscribe((event) => event.type === 'jobStarted' && waits.push(event.waitedMs));
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    await sleep(500);
    expect(subject.status().jobs.locksLost).toBe(1);
    expect(waits).toEqual([]);
    budget.release();
    await until(() => subject.status().jobs.completed === 1);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeLessThan(300);
    expect(subject.status().jobs).toMatchObject({ activated: 2, left: 1, completed: 1 });
  });

  it('works a job again that comes again after its lock was lost, though its first handler still runs', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'status', status: 409 } : undefined);
    let release = (): void => {};
    let runs = 0;
    const subject = worker({
      config: { jobTimeoutMs: 600 },
      jobHandler: () => {
        runs += 1;
        if (runs > 1) return undefined;
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(runs).toBe(2);
    release();
    await until(() => subject.status().jobs.left === 1);
    expect(subject.status().jobs).toMatchObject({ activated: 2, redelivered: 0 });
    expect(gateway.of('completion')).toHaveLength(1);
  });

  it('keeps the first reason of an abort, also for a handler that looks at its signal later', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'status', status: 404 } : undefined);
    let look = (): void => {};
    let signal: AbortSignal | undefined;
    const subject = worker({
      config: { jobTimeoutMs: 600 },
      jobHandler: async (job: JobContext) => {
        await new Promise<void>((resolve) => {
          look = resolve;
        });
        signal = job.signal;
      },
    });
    subject.start();
    await until(() => subject.status().jobs.locksLost === 1);
    const stopped = subject.stop({ graceMs: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    look();
    await stopped;
    expect(signal).toMatchObject({ aborted: true, reason: { reason: 'job-gone' } });
  });

  it('looks often enough after short locks, and extends each once at a time', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(1);
    gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'hang' } : undefined);
    const subject = worker({ clock, config: { jobTimeoutMs: 100 }, jobHandler: () => new Promise(() => {}) });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    clock.advance(59);
    await until(() => gateway.of('update').length === 1);
    clock.advance(30);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(gateway.of('update')).toHaveLength(1);
    await stopOn(clock, subject);
  });

  it('lets a handler know when its lock is extended no more, and still takes its result', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(1);
    const seen: unknown[] = [];
    const subject = worker({
      clock,
      config: { jobTimeoutMs: 1_000, lockExtensionMaxMs: 300 },
      jobHandler: (job: JobContext) =>
        new Promise<void>((resolve) => {
          job.signal.addEventListener('abort', () => {
            seen.push(job.signal.reason);
            resolve();
          });
        }),
    });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    clock.advance(299);
    expect(seen).toEqual([]);
    clock.advance(1);
    expect(seen).toMatchObject([{ reason: 'too-long' }]);
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('update')).toEqual([]);
    await stopOn(clock, subject);
  });

  it.each(['lost', 'ended unseen'])('does not start a job whose lock was %s while it waited', async (how) => {
    const { gateway, worker } = await setUp();
    const clock = new JumpingClock();
    const budget = new JobBudget({ maxConcurrentJobs: 1 });
    gateway.shapeJob = (job) => {
      budget.request(() => undefined);
      return job;
    };
    gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'status', status: 409 } : undefined);
    gateway.add(1);
    let runs = 0;
    const jobHandler = (): void => {
      runs += 1;
    };
    const subject = worker({ clock, budget, config: { jobTimeoutMs: 10_000 }, jobHandler });
    subject.start();
    await until(() => subject.status().activeJobs === 1 && budget.waiting === 1);
    if (how === 'lost') clock.advance(5_000);
    else clock.jump(10_000);
    await until(() => subject.status().jobs.locksLost === (how === 'lost' ? 1 : 0));
    budget.release();
    await until(() => subject.status().jobs.left === 1);
    expect(runs).toBe(0);
    expect(gateway.of('failure')).toEqual([]);
    await stopOn(clock, subject);
  });

  it('takes the slot from a handler that ignores its signal long after its job was lost', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'status', status: 409 } : undefined);
    let runs = 0;
    const subject = worker({
      config: { jobTimeoutMs: 200, maxConcurrentJobs: 1 },
      jobHandler: () => {
        runs += 1;
        return runs === 1 ? new Promise(() => {}) : undefined;
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 1, 'the next job');
    expect(subject.status().jobs).toMatchObject({ left: 1, completed: 1 });
  }, 20_000);
});

describe('JobWorker, leases', () => {
  it('asks for leases where the cluster has them, and sends the token with every command', async () => {
    const { gateway, worker } = await setUp();
    gateway.version = '8.10.0';
    gateway.add();
    const subject = worker({ config: { jobTimeoutMs: 600 }, jobHandler: () => sleep(500) });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('topology')).toHaveLength(1);
    expect(gateway.of('activate')[0]?.body.withLease).toBe(true);
    const token = gateway.of('completion')[0]?.body.leaseToken;
    expect(token).toMatch(/^lease-/);
    expect(gateway.of('update')[0]?.body).toEqual({ changeset: { timeout: 600 }, leaseToken: token });
  });

  it.each(['8.9.4', 'SNAPSHOT'])('asks for none on %s', async (version) => {
    const { gateway, worker } = await setUp();
    gateway.version = version;
    gateway.add();
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('activate')[0]?.body).not.toHaveProperty('withLease');
    expect(gateway.of('completion')[0]?.body).not.toHaveProperty('leaseToken');
  });

  it('works without leases while the version cannot be told', async () => {
    const { gateway, worker } = await setUp();
    gateway.fault = ({ operation }) => (operation === 'topology' ? { kind: 'reset' } : undefined);
    gateway.add();
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('activate')[0]?.body).not.toHaveProperty('withLease');
  });

  it('asks the cluster’s version once for all workers of a transport', async () => {
    const { gateway, worker } = await setUp();
    const workers = Array.from({ length: 5 }, () => worker({}));
    for (const each of workers) each.start();
    await until(() => gateway.of('activate').length === 5);
    expect(gateway.of('topology')).toHaveLength(1);
  });
});
