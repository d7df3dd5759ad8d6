import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../transport/test/manual-clock.ts';
import { setUp, until } from '../test/harness.ts';
import { JumpingClock } from '../test/jumping-clock.ts';
import { stopOn } from '../test/stop-on.ts';

/** Lets hours pass in minutes, with a turn for the worker after each. */
async function passHours(clock: ManualClock, hours: number, check: () => void): Promise<void> {
  for (let minute = 0; minute < hours * 60; minute += 1) {
    clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
    check();
  }
}

describe('JobWorker, health', () => {
  it('is live while all slots are taken, for however long', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    gateway.add(1);
    let release = (): void => {};
    const subject = worker({
      clock,
      config: { maxConcurrentJobs: 1, lockExtension: false, jobTimeoutMs: 2 ** 31 - 1 },
      jobHandler: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    });
    subject.start();
    await until(() => subject.status().activeJobs === 1);
    await passHours(clock, 2, () =>
      expect(subject.health()).toEqual({ live: true, ready: true, reasons: [] }),
    );
    release();
    await stopOn(clock, subject);
  });

  it('is live during a long pause after a failed poll, and ready until the third failure', async () => {
    const { gateway, worker } = await setUp();
    const clock = new ManualClock();
    const config = { pollBackOffMs: 3_600_000, pollBackOffMaxMs: 3_600_000, requestTimeoutMs: -1 };
    const subject = worker({ clock, config, random: () => 1 });
    subject.start();
    await until(() => subject.health().ready);
    gateway.fault = () => ({ kind: 'status', status: 503 });
    for (let failures = 1; failures <= 3; failures += 1) {
      clock.advance(failures === 1 ? 105 : 3_600_000);
      await until(() => subject.status().consecutivePollFailures === failures);
      await until(() => subject.status().state === 'backing-off');
      const { live, ready, reasons } = subject.health();
      expect({ live, ready }).toEqual({ live: true, ready: failures < 3 });
      if (!ready) expect(reasons).toEqual([expect.stringMatching(/^3 polls in a row have failed: .*503/)]);
      clock.advance(1_800_000);
      expect(subject.health().live).toBe(true);
      clock.advance(-1_800_000);
    }
    await stopOn(clock, subject);
  });

  it('is live while a poll is held, and dead when the loop is far behind; a stop may take its time', async () => {
    const { gateway, worker } = await setUp();
    const clock = new JumpingClock();
    const subject = worker({ clock, config: { requestTimeoutMs: 60_000, pollMarginMs: 1_000 } });
    subject.start();
    await until(() => gateway.openPolls === 1);
    clock.jump(63_000 + 10_000);
    expect(subject.health().live).toBe(true);
    clock.jump(1);
    expect(subject.health()).toMatchObject({
      live: false,
      ready: false,
      reasons: expect.arrayContaining(['the poll loop has not moved for 10001 ms too long']),
    });
    const stopped = stopOn(clock, subject);
    expect(subject.health()).toMatchObject({ live: true, reasons: ['the worker is draining'] });
    await stopped;
  });

  it.each([401, 403])('says that a %i is about credentials', async (status) => {
    const { gateway, worker } = await setUp();
    gateway.fault = ({ operation }) => (operation === 'activate' ? { kind: 'status', status } : undefined);
    const subject = worker({});
    subject.start();
    await until(() => subject.status().consecutivePollFailures > 0);
    expect(subject.health().reasons).toEqual([
      'no poll has succeeded yet',
      'the cluster refuses the credentials',
    ]);
  });
});
