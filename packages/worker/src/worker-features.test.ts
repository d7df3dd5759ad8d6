import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import { createHealthHandler } from './health-handler.ts';
import { JobBudget } from './job-budget.ts';
import type { JobContext } from './job-context.ts';
import { completeJob } from './job-operations.ts';
import { currentJob } from './platform-node.ts';
import type { WorkerEvent } from './worker-events.ts';

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

function block(milliseconds: number): void {
  const end = Date.now() + milliseconds;
  while (Date.now() < end);
}

describe('JobWorker, budget', () => {
  it('runs no more jobs over several workers than their budget allows', async () => {
    const { gateway, worker } = await setUp();
    const budget = new JobBudget({ maxConcurrentJobs: 3 });
    let running = 0;
    let most = 0;
    const jobHandler = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await sleep(3);
      running -= 1;
    };
    const workers = ['a', 'b', 'c'].map((jobType) => worker({ budget, config: { jobType }, jobHandler }));
    for (const type of ['a', 'b', 'c']) gateway.add(30, { type });
    for (const each of workers) each.start();
    await until(() => workers.every((each) => each.status().jobs.completed === 30));
    expect(most).toBe(3);
    expect(budget).toMatchObject({ running: 0, waiting: 0 });
  });
});

describe('JobWorker, budget that others use as well', () => {
  it('asks for what its budget has room for, and for nothing while that is full', async () => {
    const { gateway, worker } = await setUp();
    const budget = new JobBudget({ maxConcurrentJobs: 3 });
    for (let others = 0; others < 3; others += 1) budget.request(() => undefined);
    const subject = worker({ budget });
    subject.start();
    await until(() => subject.status().state === 'polling');
    await new Promise((resolve) => setImmediate(resolve));
    expect(subject.status().pollInFlight).toBe(false);
    budget.release();
    await until(() => gateway.openPolls === 1);
    expect(gateway.of('activate').map(({ body }) => body.maxJobsToActivate)).toEqual([1]);
  });
});

describe('JobWorker, client of a job', () => {
  it.each([
    ['completeJob', 'completed'],
    ['failJob', 'failed'],
    ['throwJobError', 'errored'],
  ] as const)('takes %s through job.client for the acknowledgement', async (method, end) => {
    const { gateway, worker, transport } = await setUp();
    gateway.add(1);
    const calls: string[] = [];
    const call = async (): Promise<void> => void calls.push(method);
    const client = { transport, completeJob: call, failJob: call, throwJobError: call };
    const subject = worker({
      client,
      jobHandler: async (job: JobContext<object, object, typeof client>) => {
        await job.client[method].call(job.client, ...([{ jobKey: job.jobKey }] as unknown as []));
        const again: unknown = await job.complete().catch((error: unknown) => error);
        expect(again).toMatchObject({ code: 'JOB_ALREADY_ACKNOWLEDGED' });
      },
    });
    subject.start();
    await until(() => subject.status().jobs[end] === 1);
    expect(calls).toEqual([method]);
    expect(gateway.requests.filter(({ operation }) => !['activate', 'topology'].includes(operation))).toEqual(
      [],
    );
  });

  it('gives the lease token of the job to what ends or changes it, and to nothing else', async () => {
    const { gateway, worker, transport } = await setUp();
    const [jobKey] = gateway.add(1);
    const client = {
      transport,
      updateJob: (_: { jobKey: string }): unknown => _,
      completeJob: async (_: { jobKey: string }): Promise<unknown> => _,
      getJob: (_: { jobKey: string }): unknown => _,
    };
    const seen: unknown[] = [];
    worker({
      client,
      config: { withLease: true },
      jobHandler: async (job: JobContext<object, object, typeof client>) => {
        seen.push(job.client.getJob({ jobKey: job.jobKey }), job.client.updateJob({ jobKey: job.jobKey }));
        await job.client.transport.call(completeJob, { path: { jobKey: job.jobKey } });
      },
    }).start();
    await until(() => gateway.of('completion').length === 1);
    const leaseToken = expect.stringContaining(`lease-${jobKey}`);
    expect(seen).toEqual([{ jobKey }, { jobKey, leaseToken }]);
    expect(gateway.of('completion')[0]?.body).toEqual({ leaseToken });
  });

  it('takes calls for other jobs for what they are', async () => {
    const { gateway, worker, transport } = await setUp();
    gateway.add(1);
    const client = { transport, completeJob: async (_: { jobKey: string }): Promise<void> => {} };
    const subject = worker({
      client,
      jobHandler: (job: JobContext<object, object, typeof client>) =>
        job.client.completeJob({ jobKey: 'another' }),
    });
    subject.start();
    await until(() => gateway.of('completion').length === 1);
  });

  it('neither acknowledges nor extends a job that the handler ignores', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const subject = worker({ jobHandler: (job: JobContext) => job.ignore() });
    subject.start();
    await until(() => subject.status().jobs.ignored === 1);
    expect(gateway.requests.filter(({ operation }) => !['activate', 'topology'].includes(operation))).toEqual(
      [],
    );
  });
});

describe('JobWorker, tolerance', () => {
  it('works jobs that lack fields, and jobs with fields and values that it does not know', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    let count = 0;
    gateway.shapeJob = ({ jobKey, type, variables, ...job }) =>
      ++count === 1
        ? { jobKey, type, variables }
        : { ...job, jobKey, type, variables, kind: 'NOVEL', novelty: { a: 1 } };
    const seen: unknown[] = [];
    const subject = worker({
      jobHandler: (job: JobContext) =>
        void seen.push({ kind: job.kind, tags: job.tags, userTask: job.userTask }),
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 2);
    expect(seen).toEqual([
      { kind: 'BPMN_ELEMENT', tags: [], userTask: null },
      { kind: 'NOVEL', tags: [], userTask: null },
    ]);
  });
});

describe('JobWorker, observability', () => {
  it('names the job in its logger, and in asynchronous context', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add(1);
    const lines: string[] = [];
    const logger = { debug() {}, info: (message: string) => void lines.push(message), warn() {}, error() {} };
    let found: string | undefined;
    worker({
      logger,
      jobHandler: async (job: JobContext) => {
        await sleep(1);
        found = currentJob()?.jobKey;
        job.log.info('charging');
      },
    }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(found).toBe(jobKey);
    expect(currentJob()).toBeUndefined();
    const line = lines.find((text) => text.includes('charging'));
    expect(line).toContain(`jobKey=${jobKey}`);
    expect(line).toContain('jobType=work');
    expect(line).toContain('processInstanceKey=');
  });

  it('tells what happens, to listeners that cannot break it', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const events: WorkerEvent['type'][] = [];
    const subject = worker({ logger: { debug() {}, info() {}, warn() {}, error() {} } });
    subject.subscribe(() => {
      throw new Error('a broken listener');
    });
    subject.subscribe((event) => events.push(event.type));
    subject.start();
    await until(() => events.includes('jobEnded'));
    await subject.stop();
    expect(events).toEqual(expect.arrayContaining(['stateChanged', 'polled', 'jobStarted', 'jobEnded']));
    expect(events.indexOf('jobStarted')).toBeLessThan(events.indexOf('jobEnded'));
  });

  it('tells of a job that goes back unworked that its handler never ran', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    const budget = new JobBudget({ maxConcurrentJobs: 2 });
    // Somebody else takes one place while the jobs are on their way.
    gateway.shapeJob = (job) => {
      if (budget.running === 0) budget.request(() => undefined);
      return job;
    };
    const ends: WorkerEvent[] = [];
    let release = (): void => {};
    const subject = worker({
      budget,
      jobHandler: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    });
    subject.subscribe((event) => event.type === 'jobEnded' && ends.push(event));
    subject.start();
    await until(() => subject.status().activeJobs === 2 && budget.waiting === 1);
    const stopped = subject.stop();
    // The waiting one goes back at once: it does not wait for the running one.
    await until(() => ends.length === 1);
    expect(ends[0]).toMatchObject({ end: 'givenBack', outcome: 'completed', handlingMs: 0 });
    release();
    expect(await stopped).toMatchObject({ drained: true, jobs: { givenBack: 1, completed: 1 } });
    expect(ends[1]).toMatchObject({ end: 'completed', outcome: 'completed' });
    expect(budget).toMatchObject({ running: 1, waiting: 0 });
  });

  it('logs the first of many failed polls, every tenth, and the end of them', async () => {
    const { gateway, worker } = await setUp();
    const lines: string[] = [];
    const note = (message: string): void => void lines.push(message);
    const logger = { debug() {}, info: note, warn: note, error: note };
    let failures = 0;
    gateway.fault = ({ operation }) =>
      operation === 'activate' && ++failures <= 20 ? { kind: 'status', status: 503 } : undefined;
    const config = { pollBackOffMs: 1, pollBackOffMaxMs: 4, requestTimeoutMs: 10 };
    const pauses: number[] = [];
    const subject = worker({ logger, config, random: () => 1 });
    subject.subscribe((event) => event.type === 'pollFailed' && pauses.push(event.pauseMs));
    subject.start();
    await until(() => gateway.of('activate').length >= 24);
    expect(lines.filter((line) => line.includes('a request for jobs failed'))).toHaveLength(3);
    expect(lines.filter((line) => line.includes('succeed again'))).toHaveLength(1);
    expect(pauses.slice(0, 5)).toEqual([1, 2, 4, 4, 4]);
    const calm = { state: 'polling', consecutivePollFailures: 0, lastPollError: undefined };
    expect(subject.status()).toMatchObject(calm);
  });

  it('is ready once the cluster has answered, and alive while it does not', async () => {
    const { gateway, worker } = await setUp();
    gateway.fault = ({ operation }) =>
      operation === 'activate' ? { kind: 'status', status: 401 } : undefined;
    const subject = worker({ config: { pollBackOffMs: 10, requestTimeoutMs: 20 } });
    const handler = createHealthHandler([subject]);
    const probe = async (path: string): Promise<unknown> => {
      const response = handler(new Request(`http://localhost${path}`));
      return { status: response.status, body: await response.json() };
    };
    expect(subject.health()).toMatchObject({ live: true, ready: false });
    subject.start();
    await until(() => subject.status().consecutivePollFailures > 0);
    expect(await probe('/livez')).toMatchObject({ status: 200 });
    expect(await probe('/readyz')).toMatchObject({
      status: 503,
      body: {
        workers: [
          {
            jobType: 'work',
            live: true,
            ready: false,
            reasons: expect.arrayContaining(['the cluster refuses the credentials']),
          },
        ],
      },
    });
    gateway.fault = () => undefined;
    await until(() => subject.health().ready);
    expect(await probe('/readyz')).toMatchObject({ status: 200 });
    expect(await probe('/elsewhere')).toMatchObject({ status: 404 });
    await subject.stop();
    expect(subject.health()).toMatchObject({ live: true, ready: false, reasons: ['the worker is stopped'] });
  });
});

describe('JobWorker, run', () => {
  it('works until its signal, and gives the report', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(3);
    const controller = new AbortController();
    const subject = worker({});
    const run = subject.run({ signal: controller.signal });
    await until(() => subject.status().jobs.completed === 3);
    controller.abort();
    expect(await run).toMatchObject({ drained: true, jobs: { completed: 3 } });
  });

  it('does not begin to work when its signal is aborted already', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const report = await worker({}).run({ signal: AbortSignal.abort() });
    expect(report).toMatchObject({ drained: true, jobs: { completed: 0 } });
    expect([...gateway.jobs.values()].map(({ state }) => state)).toEqual(['activatable']);
  });

  it('has nothing to do with the signal of an earlier run', async () => {
    const { gateway, worker } = await setUp();
    const controller = new AbortController();
    const subject = worker({});
    const run = subject.run({ signal: controller.signal });
    await subject.stop();
    await run;
    subject.start();
    controller.abort();
    gateway.add(1);
    await until(() => subject.status().jobs.completed === 1);
    expect(subject.status().state).toBe('polling');
  });

  it('starts anew after a stop, with counters that go on', async () => {
    const { gateway, worker } = await setUp();
    const subject = worker({});
    for (let round = 1; round <= 2; round += 1) {
      gateway.add(1);
      subject.start();
      await until(() => subject.status().jobs.completed === round);
      await subject.stop();
      await until(() => gateway.openPolls === 0);
    }
    expect(subject.status()).toMatchObject({ state: 'stopped', jobs: { activated: 2, completed: 2 } });
  });
});

describe('JobWorker, adaptive concurrency', () => {
  it('takes fewer jobs while the event loop is late', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2_000);
    const subject = worker({
      config: { maxConcurrentJobs: 20, concurrency: 'adaptive' },
      jobHandler: async () => {
        block(60);
        await sleep(20);
      },
    });
    subject.start();
    await until(() => subject.status().maxConcurrentJobs < 20, 'a lower limit');
  }, 40_000);
});
