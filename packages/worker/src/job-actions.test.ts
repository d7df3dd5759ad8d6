import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { setUp, until } from '../test/harness.ts';
import { stopOn } from '../test/stop-on.ts';
import type { JobContext } from './job-context.ts';

describe('OwnJobActions', () => {
  it('leave the job open when the cluster refuses what the handler sends', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { retries: 1 });
    gateway.fault = ({ operation }) =>
      operation === 'completion' ? { kind: 'status', status: 400 } : undefined;
    let refusal: unknown;
    const subject = worker({
      jobHandler: async (job: JobContext) => {
        refusal = await job.complete({ tooMuch: true }).catch((error: unknown) => error);
        await job.fail('instead');
      },
    });
    subject.start();
    await until(() => subject.status().jobs.inHand === 0 && subject.status().jobs.activated === 1);
    expect(refusal).toMatchObject({ code: 'JOB_ACKNOWLEDGEMENT_REFUSED', isFinal: true });
    expect(gateway.of('failure').map(({ body }) => body.errorMessage)).toEqual(['instead']);
    expect(subject.status().jobs).toMatchObject({ failed: 1, left: 0 });
  });

  it.each([
    [400, 'fails the job by hand', { failed: 1, completed: 0, superseded: 0, left: 0 }],
    [404, 'counts as superseded', { failed: 0, completed: 1, superseded: 1, left: 0 }],
    [409, 'counts as superseded', { failed: 0, completed: 1, superseded: 1, left: 0 }],
    [502, 'may have been taken', { failed: 0, completed: 0, unknown: 1, left: 1 }],
  ])(
    'take a call of job.client that is answered with %i for what it is: it %s',
    async (status, _, counts) => {
      const { gateway, transport, worker } = await setUp();
      gateway.add(1, { retries: 1 });
      const client = {
        transport,
        completeJob: (_: { jobKey: string }): Promise<void> =>
          Promise.reject(Object.assign(new Error('no'), { status })),
      };
      const subject = worker({
        client,
        jobHandler: async (job: JobContext<object, object, typeof client>) => {
          await job.client.completeJob({ jobKey: job.jobKey }).catch(() => undefined);
          if (status === 400) await job.fail('instead');
        },
      });
      subject.start();
      await until(() => subject.status().jobs.inHand === 0 && subject.status().jobs.activated === 1);
      expect(subject.status().jobs).toMatchObject(counts);
      expect(gateway.of('failure')).toHaveLength(status === 400 ? 1 : 0);
    },
  );

  it('take a command that goes through the transport of job.client for the acknowledgement', async () => {
    const { gateway, transport, worker } = await setUp();
    const [jobKey = ''] = gateway.add(1);
    const subject = worker({
      client: { transport },
      jobHandler: async (job: JobContext<object, object, { transport: typeof transport }>) => {
        const complete = {
          operationId: 'completeJob',
          method: 'POST',
          path: '/jobs/{jobKey}/completion',
          operationClass: 'acknowledgement',
          body: 'json',
          response: 'none',
        } as const;
        await job.client.transport.call(complete, { path: { jobKey }, body: { variables: { by: 'hand' } } });
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('completion').map(({ body }) => body)).toEqual([{ variables: { by: 'hand' } }]);
  });

  it('leave commands for other jobs alone, whatever they go through', async () => {
    const { gateway, transport, worker } = await setUp();
    const [, other = ''] = gateway.add(2, { type: 'other' });
    gateway.add(1);
    const fail = {
      operationId: 'failJob',
      method: 'POST',
      path: '/jobs/{jobKey}/failure',
      operationClass: 'acknowledgement',
      body: 'json',
      response: 'none',
    } as const;
    const subject = worker({
      client: { transport },
      jobHandler: async (job: JobContext<object, object, { transport: typeof transport }>) => {
        await job.client.transport.call(fail, { path: { jobKey: other }, body: { retries: 1 } });
        return { own: true };
      },
    });
    subject.start();
    await until(() => subject.status().jobs.inHand === 0 && subject.status().jobs.activated === 1);
    expect(subject.status().jobs).toMatchObject({ completed: 1, failed: 0 });
    expect(gateway.of('completion').map(({ body }) => body)).toEqual([{ variables: { own: true } }]);
  });

  it('neither ignore what is acknowledged, nor acknowledge what is ignored', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    const errors: unknown[] = [];
    const note = (error: unknown): void => void errors.push(error);
    let turn = 0;
    const subject = worker({
      jobHandler: async (job: JobContext) => {
        turn += 1;
        if (turn === 1) {
          await job.complete();
          await (async () => job.ignore())().catch(note);
        } else {
          job.ignore();
          await job.complete().catch(note);
          await (async () => job.ignore())().catch(note);
        }
      },
    });
    subject.start();
    await until(() => errors.length === 3 && subject.status().jobs.inHand === 0);
    for (const error of errors) expect(error).toMatchObject({ code: 'JOB_ALREADY_ACKNOWLEDGED' });
    expect(subject.status().jobs).toMatchObject({ completed: 1, ignored: 1 });
    expect(gateway.of('completion')).toHaveLength(1);
  });

  it('refuse what a handler left behind sends while its job is acknowledged', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    gateway.fault = ({ operation }) =>
      operation === 'completion' ? { kind: 'hold', until: answered } : undefined;
    let context: JobContext | undefined;
    const subject = worker({
      jobHandler: (job: JobContext) => {
        context = job;
      },
    });
    subject.start();
    await until(() => gateway.of('completion').length === 1);
    await expect(context?.fail('late')).rejects.toMatchObject({ code: 'JOB_ALREADY_ACKNOWLEDGED' });
    answer();
    await until(() => subject.status().jobs.completed === 1);
    await expect(context?.fail('later')).rejects.toMatchObject({ code: 'JOB_ALREADY_ACKNOWLEDGED' });
    expect(gateway.of('failure')).toEqual([]);
  });

  it('extend no lock of a job that is ignored', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(1);
    let release = (): void => {};
    const subject = worker({
      clock,
      jobHandler: (job: JobContext) => {
        job.ignore();
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
    });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await until(() => subject.status().jobs.ignored === 1);
    expect(subject.status().jobs.locksLost).toBe(0);
    expect(gateway.of('update')).toEqual([]);
    await stopOn(clock, subject);
  });

  it('send the result of a task listener and of an ad-hoc sub-process with the completion', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const result = {
      type: 'userTask',
      denied: true,
      deniedReason: 'no',
      corrections: { priority: 9 },
    } as const;
    worker({ jobHandler: (job: JobContext) => job.complete({ a: 1 }, result).then(() => undefined) }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(gateway.of('completion')[0]?.body).toEqual({ variables: { a: 1 }, result });
  });

  it('extend the lock for as long as is asked, and no more once the job is acknowledged', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const answers: boolean[] = [];
    const subject = worker({
      jobHandler: async (job: JobContext) => {
        answers.push(await job.extendLock(90_000), await job.extendLock());
        setTimeout(() => void job.extendLock().then((isOurs) => answers.push(isOurs)), 20);
      },
    });
    subject.start();
    await until(() => answers.length === 3);
    expect(answers).toEqual([true, true, false]);
    expect(gateway.of('update').map(({ body }) => body)).toEqual([
      { changeset: { timeout: 90_000 } },
      { changeset: { timeout: 30_000 } },
    ]);
  });
});
