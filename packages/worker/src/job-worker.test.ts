import { createLogger, NullLogger } from '@camunda/logger';
import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import type { JobContext } from './job-context.ts';
import { JobError } from './job-error.ts';
import { JobFailure } from './job-failure.ts';
import { createRestJobSource } from './job-source.ts';

describe('JobWorker, handler contract', () => {
  it('completes with what the handler returns', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add(1, { variables: { amount: 2 } });
    worker({
      jobHandler: async (job: JobContext<{ amount: number }>) => ({ double: job.variables.amount * 2 }),
    }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]).toMatchObject({ jobKey, body: { variables: { double: 4 } } });
    expect(gateway.of('failure')).toEqual([]);
  });

  it('completes without variables when the handler returns nothing', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    worker({ jobHandler: () => undefined }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body).toEqual({});
  });

  it('throws a BPMN error for a JobError', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    worker({
      jobHandler: () => {
        throw new JobError('NO_STOCK', 'none left', { asked: 3 });
      },
    }).start();
    await until(() => gateway.of('error').length === 1);
    expect(gateway.of('error')[0]?.body).toEqual({
      errorCode: 'NO_STOCK',
      errorMessage: 'none left',
      variables: { asked: 3 },
    });
  });

  it.each([
    [{}, { retries: 2, retryBackOff: 0 }],
    [
      { retries: 7, retryBackOffMs: 1500 },
      { retries: 7, retryBackOff: 1500 },
    ],
  ])('fails as a JobFailure with %o says', async (options, expected) => {
    const { gateway, worker } = await setUp();
    gateway.add();
    worker({
      jobHandler: () => {
        throw new JobFailure('not now', options);
      },
    }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({ ...expected, errorMessage: 'not now' });
  });

  it('fails with one retry less, a pause, the message, its causes and its stack for any other error', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    worker({
      random: () => 1,
      jobHandler: async () => {
        throw new RangeError('too far', { cause: new Error('Authorization: Bearer abc.def') });
      },
    }).start();
    await until(() => gateway.of('failure').length >= 1);
    const { errorMessage, ...body } = { errorMessage: '', ...gateway.of('failure')[0]?.body };
    expect(body).toEqual({ retries: 2, retryBackOff: 1000 });
    expect(errorMessage).toMatch(
      /^RangeError: too far\ncaused by Error: Authorization: Bearer \[secret\]\n\s+at /,
    );
  });

  it.each([
    [[1, 2], 'got an array'],
    ['text', 'got a string'],
    [null, 'got null'],
    [new Map(), 'an instance of Map'],
    [{ when: { at: new Date(0) } }, 'when.at: an instance of Date'],
    [{ amount: Number.NaN }, 'amount: the number NaN'],
  ])('fails the job, with its retries kept, when the handler returns %o', async (value, message) => {
    const { gateway, worker } = await setUp();
    gateway.add();
    worker({ jobHandler: () => value }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      retries: 3,
      errorMessage: expect.stringContaining(message),
    });
    expect(gateway.of('completion')).toEqual([]);
  });

  it.each([
    [3, 2],
    [0, 0],
  ])('fails by hand with one retry less where none are named, never below 0 (%i)', async (retries, left) => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { retries });
    worker({ jobHandler: (job: JobContext) => job.fail('not now').then(() => undefined) }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toEqual({
      retries: left,
      errorMessage: 'not now',
      retryBackOff: 0,
    });
  });

  it('never names retries below 0', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { retries: 0 });
    worker({ jobHandler: () => Promise.reject(new Error('x')) }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body.retries).toBe(0);
  });

  it('fails with the cause and the variables of a JobFailure', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    worker({
      jobHandler: () => {
        throw new JobFailure('not now', { cause: new Error('the bank is closed'), variables: { asked: 1 } });
      },
    }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      errorMessage: expect.stringMatching(/^not now\nError: the bank is closed/),
      variables: { asked: 1 },
    });
  });

  it('works each job once though it is started twice', async () => {
    const { gateway, worker } = await setUp();
    const subject = worker({});
    subject.start();
    subject.start();
    await until(() => gateway.openPolls >= 1);
    await subject.stop();
    expect(gateway.of('activate')).toHaveLength(1);
  });

  it('sends one request when a handler completes twice, and tells it so', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    let second: unknown;
    const subject = worker({
      jobHandler: async (job: JobContext) => {
        await job.complete({ once: true });
        second = await job.complete().catch((error: unknown) => error);
        throw new Error('and then it throws');
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(second).toMatchObject({ code: 'JOB_ALREADY_ACKNOWLEDGED' });
    expect(gateway.of('completion').map(({ body }) => body)).toEqual([{ variables: { once: true } }]);
    expect(gateway.of('failure')).toEqual([]);
  });

  it.each([
    ['an async function behind a sync one', () => Promise.resolve({ seen: true })],
    [
      'something that can only be awaited',
      // biome-ignore lint/suspicious/noThenProperty: this is what the test is about
      () => ({ then: (tell: (value: object) => void) => void setTimeout(() => tell({ seen: true }), 5) }),
    ],
  ])('awaits what a handler returns: %s', async (_name, jobHandler) => {
    const { gateway, worker } = await setUp();
    gateway.add();
    worker({ jobHandler }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body).toEqual({ variables: { seen: true } });
  });
});

describe('JobWorker, acknowledgements', () => {
  it('repeats a completion whose answer was lost, and never fails the job for it', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    let drops = 2;
    gateway.fault = ({ operation }) =>
      operation === 'completion' && drops-- > 0 ? { kind: 'resetAfterEffect' } : undefined;
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('completion').length).toBeGreaterThan(1);
    expect(gateway.of('failure')).toEqual([]);
    expect(subject.status().jobs.superseded).toBe(1);
  });

  it.each([404, 409])('takes a %i for an acknowledgement as superseded', async (status) => {
    const { gateway, worker } = await setUp();
    gateway.add();
    gateway.fault = ({ operation }) => (operation === 'completion' ? { kind: 'status', status } : undefined);
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.superseded === 1);
    expect(gateway.of('completion')).toHaveLength(1);
    expect(gateway.of('failure')).toEqual([]);
  });

  it.each([400, 413])('fails a job whose completion is refused for good with %i', async (status) => {
    const { gateway, worker } = await setUp();
    gateway.add();
    gateway.fault = ({ operation }) => (operation === 'completion' ? { kind: 'status', status } : undefined);
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.failed >= 1);
    const [failed] = gateway.of('failure');
    expect(failed?.body).toMatchObject({ retries: 2 });
    expect(String(failed?.body.errorMessage)).toContain('refused completeJob');
  });

  it('fails a job once, even when the failure is refused as well', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    gateway.fault = ({ operation }) =>
      operation === 'completion' || operation === 'failure' ? { kind: 'status', status: 400 } : undefined;
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.refused === 2);
    expect(subject.status().jobs).toMatchObject({ left: 1, failed: 0 });
    expect(gateway.of('failure')).toHaveLength(1);
  });

  it('does not fail a job whose completion may have been taken before it was refused', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    let sent = 0;
    gateway.fault = ({ operation }) =>
      operation === 'completion' ? { kind: 'status', status: ++sent === 1 ? 502 : 400 } : undefined;
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.refused === 1);
    expect(subject.status().jobs).toMatchObject({ left: 1, failed: 0 });
    expect(gateway.of('failure')).toEqual([]);
  });

  it('does not turn a completion that is not permitted into a failure', async () => {
    const { gateway, worker } = await setUp();
    gateway.add();
    gateway.fault = ({ operation }) =>
      operation === 'completion' ? { kind: 'status', status: 403 } : undefined;
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.refused === 1);
    expect(subject.status().jobs).toMatchObject({ left: 1, failed: 0 });
    expect(gateway.of('failure')).toEqual([]);
  });
});

describe('JobWorker, loop', () => {
  it('gives jobs back at once that it did not ask for', async () => {
    const { gateway, transport, worker } = await setUp();
    const keys = gateway.add(5);
    let isFirst = true;
    let running = 0;
    let most = 0;
    const source = createRestJobSource(transport, createLogger(new NullLogger()));
    const subject = worker({
      config: { maxConcurrentJobs: 2 },
      source: {
        activate: (request, limits) => {
          const maxJobsToActivate = isFirst ? 5 : request.maxJobsToActivate;
          isFirst = false;
          return source.activate({ ...request, maxJobsToActivate }, limits);
        },
      },
      jobHandler: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running -= 1;
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === keys.length);
    expect(most).toBe(2);
    expect(gateway.of('failure').map(({ jobKey, body }) => [jobKey, body.retries])).toEqual(
      keys.slice(2).map((jobKey) => [jobKey, 3]),
    );
    expect(subject.status().jobs).toMatchObject({ activated: 8, completed: 5, givenBack: 3 });
  });

  it('never has more jobs in hand than its cap', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(40);
    let running = 0;
    let most = 0;
    const subject = worker({
      config: { jobType: 'work', maxConcurrentJobs: 4 },
      jobHandler: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running -= 1;
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 40);
    expect(most).toBe(4);
    for (const { body } of gateway.of('activate')) expect(body.maxJobsToActivate).toBeLessThanOrEqual(4);
  });

  it('asks an empty gateway that answers at once at most ten times a second', async () => {
    const { worker } = await setUp();
    const asked: number[] = [];
    worker({
      source: {
        activate: async () => {
          asked.push(performance.now());
          return [];
        },
      },
    }).start();
    await until(() => asked.length >= 5);
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(100);
  });

  it('asks for nothing while it is full', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(5);
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const subject = worker({ config: { jobType: 'work', maxConcurrentJobs: 2 }, jobHandler: () => gate });
    subject.start();
    await until(() => subject.status().activeJobs === 2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(gateway.of('activate')).toHaveLength(1);
    release();
    await until(() => subject.status().jobs.completed === 5);
  });

  it('backs off after failed polls and goes on when they succeed', async () => {
    const { gateway, worker } = await setUp();
    let failures = 3;
    gateway.fault = ({ operation }) =>
      operation === 'activate' && failures-- > 0 ? { kind: 'status', status: 500 } : undefined;
    const subject = worker({ config: { jobType: 'work', pollBackOffMs: 20 }, random: () => 1 });
    const pauses: number[] = [];
    subject.subscribe((event) => {
      if (event.type === 'pollFailed') pauses.push(event.pauseMs);
    });
    gateway.add();
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(pauses).toEqual([20, 40, 80]);
    expect(subject.status().consecutivePollFailures).toBe(0);
  });

  it('drops a poll that outlives its time and polls again', async () => {
    const { gateway, worker } = await setUp();
    let hangs = 1;
    gateway.fault = ({ operation }) =>
      operation === 'activate' && hangs-- > 0 ? { kind: 'hang' } : undefined;
    const subject = worker({
      config: { jobType: 'work', requestTimeoutMs: 100, pollMarginMs: 100, pollBackOffMs: 10 },
    });
    gateway.add();
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('activate').length).toBeGreaterThanOrEqual(2);
  });
});

describe('JobWorker, stop', () => {
  it('drops the poll under way and is stopped', async () => {
    const { gateway, worker } = await setUp();
    const subject = worker({});
    subject.start();
    await until(() => gateway.openPolls === 1);
    const report = await subject.stop();
    expect(report).toMatchObject({ drained: true, left: [] });
    expect(subject.status()).toMatchObject({ state: 'stopped', pollInFlight: false });
    await until(() => gateway.openPolls === 0);
    gateway.add();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([...gateway.jobs.values()].map(({ state }) => state)).toEqual(['activatable']);
  });

  it('lets running jobs end within the grace', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(3);
    const subject = worker({ jobHandler: () => new Promise((resolve) => setTimeout(resolve, 100)) });
    subject.start();
    await until(() => subject.status().activeJobs === 3);
    const report = await subject.stop();
    expect(report).toMatchObject({ drained: true, jobs: { activated: 3, completed: 3, inHand: 0 } });
  });

  it('aborts the signal after the grace, and names what was left', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add(1);
    let signal: AbortSignal | undefined;
    const subject = worker({
      jobHandler: (job: JobContext) => {
        signal = job.signal;
        return new Promise(() => {});
      },
    });
    subject.start();
    await until(() => signal !== undefined);
    const report = await subject.stop({ graceMs: 20 });
    expect(signal?.reason).toMatchObject({ code: 'JOB_ABORTED', reason: 'worker-stopped' });
    expect(report).toMatchObject({
      drained: false,
      left: [{ jobKey, phase: 'running' }],
      jobs: { left: 1, inHand: 0 },
    });
  });

  it('gives back a job whose handler ended because of the stop, with its retries', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const subject = worker({
      jobHandler: (job: JobContext) =>
        new Promise((_, reject) => {
          job.signal.addEventListener('abort', () => reject(job.signal.reason));
        }),
    });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    const report = await subject.stop({ graceMs: 20 });
    expect(report).toMatchObject({ drained: true, jobs: { givenBack: 1, left: 0 } });
    expect(gateway.of('failure')[0]?.body).toMatchObject({ retries: 3, retryBackOff: 0 });
  });
});
