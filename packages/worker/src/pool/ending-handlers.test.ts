import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../transport/test/manual-clock.ts';
import { setUp, until } from '../../test/harness.ts';
import { stopOn } from '../../test/stop-on.ts';

const module = new URL('../../test/pool-handlers.ts', import.meta.url);

describe('JobWorker, handlers that are ended in their threads', () => {
  it('ends the one that ran too long, and does not fail a job that waited for its thread all the while', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    const keys = gateway.add(2);
    const started: string[] = [];
    const subject = worker({
      clock,
      executionStrategy: 'thread',
      config: { poolSize: 1, jobTimeoutMs: 600, lockExtensionMaxMs: 300 },
      jobHandler: { module, exportName: 'hang' },
    });
    subject.subscribe((event) => event.type === 'jobStarted' && started.push(event.job.jobKey));
    subject.start();
    await until(() => subject.status().activeJobs === 2 && started.length === 1);
    clock.advance(480);
    await until(() => started.length === 2, 'the second handler');
    expect(started).toEqual(keys);
    await until(() => gateway.of('failure').length === 1);
    expect(gateway.of('failure').map(({ jobKey }) => jobKey)).toEqual([keys[0]]);
    await stopOn(clock, subject);
  });

  it('takes the thread from one whose job was lost and that does not end', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(1);
    const subject = worker({
      clock,
      executionStrategy: 'thread',
      config: { poolSize: 1, jobTimeoutMs: 600_000, lockExtension: false },
      jobHandler: { module, exportName: 'hang' },
    });
    let starts = 0;
    subject.subscribe((event) => {
      if (event.type === 'jobStarted') starts += 1;
    });
    subject.start();
    await until(() => starts === 1 && gateway.openPolls === 1);
    const polls = gateway.of('activate').length;
    clock.advance(600_000);
    clock.advance(5_250);
    await until(() => subject.status().jobs.left === 1);
    // The poll under way has been dropped, too: what came with it now would be lost.
    await until(() => {
      clock.advance(50);
      return gateway.of('activate').length > polls && gateway.openPolls === 1;
    }, 'a new poll');
    gateway.add(1);
    await until(() => {
      clock.advance(50);
      return starts === 2;
    }, 'a handler in a thread of its own');
    await stopOn(clock, subject);
  });
});
