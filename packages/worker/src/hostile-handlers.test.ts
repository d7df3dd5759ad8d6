import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import type { JobContext } from './job-context.ts';
import { JobError } from './job-error.ts';
import { JobFailure } from './job-failure.ts';
import type { JsonObject } from './json-value.ts';

const boom = (): never => {
  throw new Error('looked at');
};
const withGetter = (name: string): Error => Object.defineProperty(new Error('x'), name, { get: boom });
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const inCircles = (): JsonObject => {
  const value: Record<string, unknown> = {};
  value.self = value;
  return value as JsonObject;
};

describe('JobWorker, handlers that throw nonsense', () => {
  it.each([
    ['an error whose message throws', () => withGetter('message'), 'cannot be read'],
    ['an error whose stack throws', () => withGetter('stack'), 'cannot be read'],
    ['an error whose name throws', () => withGetter('name'), 'cannot be read'],
    ['an error whose cause throws', () => withGetter('cause'), 'cannot be read'],
    ['a proxy that throws', () => new Proxy(new Error('x'), { get: boom, has: boom }), 'cannot be read'],
    ['a proxy that was revoked', revoked, 'cannot be read'],
    ['an object that cannot be text', () => ({ toString: boom, toJSON: boom }), '[object Object]'],
    ['a bigint', () => 10n, 'threw 10'],
    ['null', () => null, 'threw null'],
    ['a frozen error', () => Object.freeze(new Error('cold')), 'Error: cold'],
    ['an error that caused itself', () => Object.assign(new Error('me'), { cause: undefined }), 'Error: me'],
  ])('fails the job of a handler that throws %s', async (_name, make, message) => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    let turn = 0;
    const subject = worker({
      jobHandler: () => {
        turn += 1;
        if (turn === 1) throw make();
        return Promise.reject(make());
      },
    });
    subject.start();
    await until(() => gateway.of('failure').length >= 2);
    for (const { body } of gateway.of('failure')) {
      expect(body).toMatchObject({ errorMessage: expect.stringContaining(message) });
    }
    expect(gateway.of('failure')[0]?.body.retries).toBe(2);
    expect(subject.status().jobs.left).toBe(0);
  });

  it.each([
    ['JobFailure', { call: () => {} } as unknown as JsonObject, 'failure are not valid: call: a function'],
    ['JobFailure', inCircles(), 'failure are not valid: self: the object contains itself'],
    [
      'JobError',
      { at: new Date(0) } as unknown as JsonObject,
      'BPMN error are not valid: at: an instance of Date',
    ],
    ['JobError', [1] as unknown as JsonObject, 'BPMN error are not valid: expected a plain object'],
  ])('fails the job, with its retries kept, for a %s with variables %o', async (kind, variables, message) => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    worker({
      jobHandler: () => {
        throw kind === 'JobError' ? new JobError('C', 'm', variables) : new JobFailure('m', { variables });
      },
    }).start();
    await until(() => gateway.of('failure').length >= 1);
    expect(gateway.of('failure')[0]?.body).toMatchObject({
      retries: 3,
      errorMessage: expect.stringContaining(message),
    });
    expect(gateway.of('error')).toEqual([]);
  });
});

describe('JobContext, commands that cannot be sent', () => {
  it.each([
    [
      'retries that are no number',
      (job: JobContext) => job.fail('x', { retries: Number.NaN }),
      'retries must be',
    ],
    ['retries below 0', (job: JobContext) => job.fail('x', { retries: -1 }), 'not -1'],
    ['half a pause', (job: JobContext) => job.fail('x', { retryBackOffMs: 0.5 }), 'retryBackOffMs must be'],
    ['a lock without an end', (job: JobContext) => job.extendLock(Number.NaN), 'lockMs must be'],
    ['a lock of no time', (job: JobContext) => job.extendLock(0), 'not 0'],
    ['circles', (job: JobContext) => job.fail('x', { variables: inCircles() }), 'failure are not valid'],
    ['no error code', (job: JobContext) => job.error(''), 'errorCode must be'],
    ['a list', (job: JobContext) => job.error('C', '', [1] as never), 'BPMN error are not valid'],
    ['a hidden member', (job: JobContext) => job.complete({ [Symbol('s')]: 1 } as never), 'Symbol(s)'],
  ])('are refused in the handler’s face, and leave the job open: %s', async (_name, call, message) => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    let refusal: unknown;
    worker({
      jobHandler: async (job: JobContext) => {
        refusal = await call(job).catch((error: unknown) => error);
        await job.complete({ after: true });
      },
    }).start();
    await until(() => gateway.of('completion').length === 1);
    expect(String(refusal)).toContain(message);
    expect(gateway.requests.filter(({ jobKey }) => jobKey !== undefined)).toHaveLength(1);
  });

  it('goes by the order of the calls when several are made at once', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    let results: PromiseSettledResult<unknown>[] = [];
    worker({
      jobHandler: async (job: JobContext) => {
        results = await Promise.allSettled([
          job.complete({ first: 1 }),
          job.fail('x'),
          job.complete({ third: 3 }),
        ]);
      },
    }).start();
    await until(() => results.length === 3);
    expect(results).toMatchObject([
      { value: 'completed' },
      { reason: { code: 'JOB_ALREADY_ACKNOWLEDGED' } },
      { reason: { code: 'JOB_ALREADY_ACKNOWLEDGED' } },
    ]);
    expect(gateway.of('completion').map(({ body }) => body)).toEqual([{ variables: { first: 1 } }]);
    expect(gateway.of('failure')).toEqual([]);
  });
});
