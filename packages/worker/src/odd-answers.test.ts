import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { setUp, until } from '../test/harness.ts';
import { stopOn } from '../test/stop-on.ts';
import type { ActivatedJob } from './activated-job.ts';
import type { JobSource } from './job-source.ts';
import { readActivatedJobs } from './read-activated-jobs.ts';

/** Answers each request with jobs that have these keys. */
function answering(
  keysOf: (asked: number) => readonly string[],
): JobSource & { readonly asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    activate: async (): Promise<ActivatedJob[]> => {
      asked += 1;
      // A request takes a moment.
      await new Promise((resolve) => setImmediate(resolve));
      const jobs = keysOf(asked).map((jobKey) => ({ jobKey, retries: 3 }));
      return readActivatedJobs({ jobs }, () => undefined);
    },
  };
}

function gate(): { jobHandler: () => Promise<void>; open: () => void; runs: () => number } {
  let runs = 0;
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const jobHandler = (): Promise<void> => {
    runs += 1;
    return opened;
  };
  return { jobHandler, open, runs: () => runs };
}

describe('a gateway with odd answers', () => {
  it('is not asked without a pause while it hands out a job that is in hand, again and again', async () => {
    const { worker } = await setUp();
    const clock = new ManualClock();
    const source = answering(() => ['1']);
    const { jobHandler, open, runs } = gate();
    const subject = worker({ clock, source, jobHandler, config: { withLease: false } });
    subject.start();
    await until(() => subject.status().jobs.redelivered === 1);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(source.asked()).toBe(2);
    clock.advance(105);
    await until(() => source.asked() === 3);
    expect(runs()).toBe(1);
    open();
    await stopOn(clock, subject);
  });

  it('does not make a job go back that is in hand and comes once more beyond what was asked for', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(2);
    const { jobHandler, open } = gate();
    const source = answering((asked) => (asked === 1 ? ['1', '2', '1'] : []));
    const subject = worker({ source, jobHandler, config: { maxConcurrentJobs: 2, withLease: false } });
    subject.start();
    await until(() => subject.status().jobs.redelivered === 1);
    open();
    await until(() => subject.status().jobs.completed === 2);
    expect(gateway.of('failure')).toEqual([]);
    expect(subject.status().jobs).toMatchObject({ activated: 2, givenBack: 0 });
  });

  it('does not start a job twice at a time that comes twice after its lock was lost', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'status', status: 409 } : undefined);
    const { jobHandler, open, runs } = gate();
    const again = ['1', '1'];
    const source = answering((asked) => {
      if (asked === 1) return ['1'];
      return subject.status().jobs.locksLost === 1 ? again.splice(0) : [];
    });
    const subject = worker({ source, jobHandler, config: { jobTimeoutMs: 300, withLease: false } });
    subject.start();
    await until(() => subject.status().jobs.redelivered === 1);
    expect(runs()).toBe(2);
    open();
    await until(() => subject.status().jobs.inHand === 0);
  });

  it('is one whose polls fail when it names no list of jobs', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    gateway.fault = ({ operation }) =>
      operation === 'activate' ? { kind: 'status', status: 200, body: {} } : undefined;
    const subject = worker({ random: () => 0 });
    subject.start();
    await until(() => subject.status().state === 'backing-off');
    expect(subject.status().lastPollError).toContain('must have a list under jobs, but jobs is undefined');
    gateway.fault = () => undefined;
    await until(() => subject.status().jobs.completed === 1);
  });
});
