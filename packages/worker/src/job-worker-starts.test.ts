import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import type { JobContext } from './job-context.ts';

describe('JobWorker, starts and stops that meet', () => {
  it('does not swallow a start during a stop: it says what to wait for', async () => {
    const { gateway, worker } = await setUp();
    const subject = worker({});
    subject.start();
    await until(() => gateway.openPolls === 1);
    const stopping = subject.stop();
    expect(() => subject.start()).toThrow('The worker is being stopped');
    await expect(subject.run()).rejects.toMatchObject({ code: 'WORKER_STOPPING' });
    await stopping;
    subject.start();
    await until(() => gateway.openPolls === 1);
  });

  it('can be stopped by whoever hears that it starts', async () => {
    const { gateway, worker } = await setUp();
    const subject = worker({});
    const states: string[] = [];
    subject.subscribe((event) => {
      if (event.type !== 'stateChanged') return;
      states.push(event.to);
      if (event.to === 'starting') void subject.stop();
    });
    subject.start();
    await until(() => subject.status().state === 'stopped');
    expect(states).toEqual(['starting', 'draining', 'stopped']);
    expect(gateway.of('activate')).toEqual([]);
  });

  it('can be started by whoever hears that it has stopped', async () => {
    const { gateway, worker } = await setUp();
    const subject = worker({});
    const end = subject.subscribe((event) => {
      if (event.type === 'stateChanged' && event.to === 'stopped') subject.start();
    });
    subject.start();
    await until(() => gateway.openPolls === 1);
    await subject.stop();
    await until(() => gateway.of('activate').length === 2);
    end();
  });

  it('refuses a listener that is none', async () => {
    const { worker } = await setUp();
    expect(() => worker({}).subscribe({} as never)).toThrow(
      'the listener must be a function, not a plain object',
    );
  });
});

describe('JobWorker, what a handler gives to its job', () => {
  const hostile: readonly (readonly [unknown, string])[] = [
    ['x', 'expected a plain object or nothing, got a string'],
    [[], 'expected a plain object or nothing, got an array'],
    [{}, 'type: expected one of userTask, adHocSubProcess, got undefined'],
    [{ type: 'usertask', denied: true }, 'type: expected one of userTask, adHocSubProcess, got "usertask"'],
    [{ type: 'userTask', denied: () => true }, 'denied: a function has no JSON form'],
    [{ type: 'userTask', corrections: { priority: Number.NaN } }, 'corrections.priority: the number NaN'],
    [{ type: 'userTask', corrections: { dueDate: new Date(0) } }, 'corrections.dueDate: an instance of Date'],
  ];
  it.each(hostile)('refuses the result %o, and sends nothing', async (result, message) => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const refusals: unknown[] = [];
    const subject = worker({
      jobHandler: async (job: JobContext) => {
        await job.complete({}, result as never).catch((error: unknown) => refusals.push(error));
        return { instead: true };
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(String(refusals[0])).toContain(`The result of the completion is not valid: ${message}`);
    expect(gateway.of('completion').map(({ body }) => body)).toEqual([{ variables: { instead: true } }]);
  });

  it('names the place where a result contains itself', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const result: Record<string, unknown> = { type: 'userTask' };
    result.corrections = result;
    const subject = worker({
      jobHandler: (job: JobContext) => job.complete({}, result as never).then(() => {}),
    });
    subject.start();
    await until(() => subject.status().jobs.failed > 0);
    expect(gateway.of('failure')[0]?.body.errorMessage).toContain('corrections: the object contains itself');
  });

  it.each([Number.NaN, 0, -5, 1.5, 'x', null, {}])('refuses to extend a lock by %o', async (lockMs) => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const refusals: unknown[] = [];
    const subject = worker({
      jobHandler: async (job: JobContext) => {
        await job.extendLock(lockMs as number).catch((error: unknown) => refusals.push(error));
      },
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(String(refusals[0])).toMatch(/lockMs must be a whole number of milliseconds above 0, not /);
    expect(gateway.of('update')).toEqual([]);
  });
});
