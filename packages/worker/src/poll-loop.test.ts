import { systemClock } from '@camunda/core';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { setUp, until } from '../test/harness.ts';
import { stopOn } from '../test/stop-on.ts';
import type { JobContext } from './job-context.ts';

/** Jobs that end when the test says so, in the order in which they began. */
function gate(): { jobHandler: () => Promise<void>; release: (count: number) => void } {
  const running: (() => void)[] = [];
  return {
    jobHandler: () => new Promise((resolve) => running.push(resolve)),
    release: (count) => {
      for (const end of running.splice(0, count)) end();
    },
  };
}

describe('PollLoop', () => {
  it('asks for what its configuration says', async () => {
    const { gateway, worker } = await setUp();
    const config = {
      ...{ jobType: 'pay', jobTimeoutMs: 45_000, requestTimeoutMs: 20_000, maxConcurrentJobs: 7 },
      ...{ workerName: 'till', tenantIds: ['a', 'b'], fetchVariables: ['amount'], withLease: true },
      tenantFilter: 'PROVIDED',
    } as const;
    worker({ config }).start();
    await until(() => gateway.of('activate').length === 1);
    expect(gateway.of('activate')[0]?.body).toEqual({
      ...{ type: 'pay', worker: 'till', timeout: 45_000, requestTimeout: 20_000, maxJobsToActivate: 7 },
      ...{ fetchVariable: ['amount'], tenantIds: ['a', 'b'], tenantFilter: 'PROVIDED', withLease: true },
    });
  });

  it('asks for no more than it must where nothing is configured', async () => {
    const { gateway, worker } = await setUp();
    worker({ settings: {} }).start();
    await until(() => gateway.of('activate').length === 1);
    expect(gateway.of('activate')[0]?.body).toEqual({
      ...{ type: 'work', worker: 'camunda-typescript-sdk-worker', timeout: 30_000 },
      ...{ requestTimeout: 0, maxJobsToActivate: 10 },
    });
  });

  it('sets no timer while it is full, but the one that looks after the locks', async () => {
    const { gateway, worker } = await setUp();
    const pauses: number[] = [];
    const setTimeout = (callback: () => void, delayMs: number): unknown => {
      pauses.push(delayMs);
      return systemClock.setTimeout(callback, delayMs);
    };
    gateway.add(5);
    const { jobHandler, release } = gate();
    const config = { maxConcurrentJobs: 2 };
    const subject = worker({ clock: { ...systemClock, setTimeout }, config, jobHandler });
    subject.start();
    await until(() => subject.status().activeJobs === 2);
    pauses.length = 0;
    await until(() => pauses.length >= 3);
    expect(new Set(pauses)).toEqual(new Set([250]));
    release(2);
  });

  it('waits until three tenths of its slots are free, and then asks for all of them at once', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(13);
    const { jobHandler, release } = gate();
    const subject = worker({ jobHandler });
    subject.start();
    await until(() => subject.status().activeJobs === 10);
    for (const completed of [1, 2, 3]) {
      release(1);
      await until(() => subject.status().jobs.completed === completed);
    }
    await until(() => subject.status().activeJobs === 10);
    expect(gateway.of('activate').map(({ body }) => body.maxJobsToActivate)).toEqual([10, 3]);
    release(10);
  });

  it('needs no pause between polls that bring jobs', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(100);
    const subject = worker({ clock });
    subject.start();
    await until(() => subject.status().jobs.completed === 100);
    await stopOn(clock, subject);
  });

  it('keeps its distance to a gateway that answers empty at once, though jobs end meanwhile', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(5);
    const { jobHandler, release } = gate();
    const config = { requestTimeoutMs: -1, refillThreshold: 0.1 };
    const subject = worker({ clock, config, jobHandler });
    subject.start();
    await until(() => subject.status().activeJobs === 5 && gateway.of('activate').length === 2);
    await until(() => !subject.status().pollInFlight);
    for (const completed of [1, 2, 3]) {
      release(1);
      await until(() => subject.status().jobs.completed === completed);
    }
    expect(gateway.of('activate')).toHaveLength(2);
    clock.advance(105);
    await until(() => gateway.of('activate').length === 3);
    release(2);
    await stopOn(clock, subject);
  });

  it('asks again when a job’s end shows that the cluster can be reached again, a second after the failure', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(2);
    const { jobHandler, release } = gate();
    gateway.fault = ({ operation }) =>
      operation === 'activate' && gateway.of('activate').length > 1 ? { kind: 'reset' } : undefined;
    const subject = worker({ clock, random: () => 1, jobHandler });
    subject.start();
    await until(() => subject.status().consecutivePollFailures === 1);
    clock.advance(1_000);
    await until(() => subject.status().consecutivePollFailures === 2);
    clock.advance(1_000);
    expect(subject.status().state).toBe('backing-off');
    gateway.fault = () => undefined;
    release(1);
    await until(() => subject.status().consecutivePollFailures === 0);
    release(1);
    await stopOn(clock, subject);
  });

  it('waits for its start-up jitter, in seconds', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    const subject = worker({ clock, random: () => 0.5, config: { startupJitterMaxSeconds: 20 } });
    subject.start();
    clock.advance(9_999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(subject.status()).toMatchObject({ state: 'starting', pollInFlight: false });
    clock.advance(1);
    await until(() => gateway.openPolls === 1);
    expect(subject.status().state).toBe('polling');
    await stopOn(clock, subject);
  });

  it('gives up a poll that does not answer to its signal, and asks again', async () => {
    const { worker } = await setUp();
    const clock = new ManualClock();
    const signals: AbortSignal[] = [];
    const source = {
      activate: (_: object, { signal }: { signal: AbortSignal }): Promise<never> => {
        signals.push(signal);
        return new Promise(() => {});
      },
    };
    const config = { requestTimeoutMs: 20_000, pollMarginMs: 3_000, pollBackOffMs: 1, withLease: false };
    const subject = worker({ clock, source, config });
    subject.start();
    await until(() => signals.length === 1);
    clock.advance(23_999);
    expect(signals[0]?.aborted).toBe(false);
    clock.advance(1);
    expect(signals[0]?.aborted).toBe(true);
    clock.advance(1_000);
    await until(() => subject.status().state === 'backing-off');
    expect(subject.status().lastPollError).toContain('outlived its time');
    clock.advance(1);
    await until(() => signals.length === 2);
    await stopOn(clock, subject);
    expect(signals[1]?.aborted).toBe(true);
  });

  it('fills slots that get free together with one request', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(6);
    const { jobHandler, release } = gate();
    gateway.fault = ({ operation, jobKey }) =>
      operation === 'completion' && Number(jobKey) < 3 ? { kind: 'delay', delayMs: 50 } : undefined;
    const config = { maxConcurrentJobs: 3, refillThreshold: 0.01 };
    const subject = worker({ clock, config, jobHandler });
    subject.start();
    await until(() => subject.status().activeJobs === 3);
    release(3);
    await until(() => subject.status().jobs.activated === 6);
    expect(gateway.of('activate').map(({ body }) => body.maxJobsToActivate)).toEqual([3, 3]);
    await until(() => subject.status().activeJobs === 3);
    release(3);
    await stopOn(clock, subject);
  });

  it('takes a source that rejects without a reason for one that has failed', async () => {
    const { worker } = await setUp();
    const source = { activate: () => Promise.reject() };
    const subject = worker({ source, random: () => 0, config: { withLease: false } });
    const pauses: number[] = [];
    subject.subscribe((event) => event.type === 'pollFailed' && pauses.push(event.pauseMs));
    subject.start();
    await until(() => pauses.length === 1);
    expect(subject.status().lastPollError).toContain('failed without a reason');
    expect(pauses).toEqual([500]);
  });

  it('takes any request timeout below 0 for one that holds no request', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const subject = worker({ config: { requestTimeoutMs: -1_000_000 } });
    subject.start();
    await until(() => subject.status().jobs.completed === 1);
    expect(gateway.of('activate')[0]?.body.requestTimeout).toBe(-1_000_000);
  });

  it('lets a handler end in its own time within the grace, without a signal', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const { jobHandler, release } = gate();
    const seen: boolean[] = [];
    const clock = new ManualClock();
    const subject = worker({
      clock,
      jobHandler: async ({ signal }: JobContext) => {
        await jobHandler();
        seen.push(signal.aborted);
      },
    });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    const stopped = subject.stop({ graceMs: 20_000 });
    for (let passedMs = 0; passedMs < 10_000; passedMs += 100) {
      clock.advance(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    release(1);
    await until(() => seen.length === 1);
    await stopOn(clock, subject);
    expect(await stopped).toMatchObject({ drained: true, jobs: { completed: 1, givenBack: 0 } });
    expect(seen).toEqual([false]);
  });
});
