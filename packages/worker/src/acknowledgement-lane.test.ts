import { describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import type { JobContext } from './job-context.ts';

describe('AcknowledgementLane', () => {
  it.each([401, 408, 429, 503])('sends again what was certainly not taken (%i)', async (status) => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    gateway.fault = ({ operation }) =>
      operation === 'completion' && gateway.of('completion').length === 1
        ? { kind: 'status', status }
        : undefined;
    const subject = worker({});
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('completion')).toHaveLength(2);
    expect(subject.status().jobs).toMatchObject({ superseded: 0, refused: 0, unknown: 0 });
  });

  it.each([
    [503, 'was not taken', 0],
    [500, 'may have been taken', 1],
  ])('gives up when its time is over: answered with %i, it %s', async (status, _, unknown) => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    gateway.fault = ({ operation }) => (operation === 'completion' ? { kind: 'status', status } : undefined);
    const subject = worker({ config: { acknowledgementTimeoutMs: 300 } });
    subject.start();
    await until(() => subject.status().jobs.left === 1, 'the end of the job', 6_000);
    expect(subject.status().jobs).toMatchObject({ completed: 0, failed: 0, superseded: 0, unknown });
    expect(gateway.of('failure')).toEqual([]);
  });

  it.each([401, 408, 429, 503])(
    'tells of a completion that was answered with %i to the end',
    async (status) => {
      const { gateway, worker } = await setUp();
      gateway.add(1);
      gateway.fault = ({ operation }) =>
        operation === 'completion' ? { kind: 'status', status } : undefined;
      const told: unknown[] = [];
      const warnings: string[] = [];
      const note = (message: string): void => void warnings.push(message);
      const subject = worker({
        config: { acknowledgementTimeoutMs: 200 },
        logger: { debug() {}, info() {}, warn: note, error: note },
        jobHandler: async (job: JobContext) => {
          told.push(await job.complete());
        },
      });
      subject.subscribe((event) => event.type === 'jobEnded' && told.push(event.end, event.outcome));
      subject.start();
      await until(() => told.length === 3);
      expect(told.toSorted()).toEqual(['left', 'unknown', 'unknown']);
      expect(warnings).toContain('the cluster has not taken what should have ended a job; it comes again');
    },
  );

  it('gives up a command that is never answered when its time is over', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    gateway.fault = ({ operation }) => (operation === 'completion' ? { kind: 'hang' } : undefined);
    const subject = worker({ config: { acknowledgementTimeoutMs: 300 } });
    subject.start();
    await until(() => subject.status().jobs.left === 1, 'the end of the job', 6_000);
    expect(subject.status().jobs).toMatchObject({ completed: 0, unknown: 1 });
  });

  it('takes a job that has gone meanwhile for one that its command has ended', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    gateway.fault = ({ operation }) => {
      if (operation !== 'completion') return undefined;
      return gateway.of('completion').length === 1
        ? { kind: 'resetAfterEffect' }
        : { kind: 'status', status: 503 };
    };
    const subject = worker({ config: { jobTimeoutMs: 3_000 } });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('update')).toHaveLength(1);
    expect(subject.status().jobs).toMatchObject({ superseded: 1, locksLost: 0, left: 0 });
  });

  it('ends its pauses with a stop', async () => {
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add(1);
    gateway.fault = ({ operation }) =>
      operation === 'completion' ? { kind: 'status', status: 503 } : undefined;
    const subject = worker({ random: () => 1 });
    subject.start();
    await until(() => gateway.of('completion').length === 5);
    expect(await subject.stop({ graceMs: 0 })).toMatchObject({
      left: [{ jobKey, phase: 'acknowledging' }],
      jobs: { left: 1, inHand: 0 },
    });
  });

  it.each([
    [400, { failed: 1, left: 0, refused: 1 }],
    [403, { failed: 0, left: 1, refused: 1 }],
  ])('treats a refusal (%i) that the handler lets pass as if it had not asked', async (status, counts) => {
    const { gateway, worker } = await setUp();
    gateway.add(1, { retries: 1 });
    gateway.fault = ({ operation }) => (operation === 'completion' ? { kind: 'status', status } : undefined);
    const subject = worker({ jobHandler: (job: JobContext) => job.complete().then(() => undefined) });
    subject.start();
    await until(() => subject.status().jobs.activated === 1 && subject.status().jobs.inHand === 0);
    expect(subject.status().jobs).toMatchObject(counts);
    for (const { body } of gateway.of('failure')) {
      expect(body.errorMessage).toContain('AcknowledgementRefusedError: The cluster refused completeJob');
    }
  });
});
