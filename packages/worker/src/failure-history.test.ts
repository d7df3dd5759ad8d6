import { describe, expect, it } from 'vitest';
import type { ActivatedJob } from './activated-job.ts';
import { FailureHistory } from './failure-history.ts';

const job = (jobKey: string, retries = 3): ActivatedJob => ({ jobKey, retries }) as ActivatedJob;

describe('FailureHistory', () => {
  it('doubles the pause with every failure of a job, up to the longest, also where retries are raised', () => {
    const history = new FailureHistory({ initialMs: 1_000, maxMs: 5_000 }, () => 1);
    const pauses = Array.from({ length: 5 }, () => history.note(job('1')));
    expect(pauses).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(history.note(job('2'))).toBe(1_000);
  });

  it('counts what another worker has failed, as far as the retries tell', () => {
    const history = new FailureHistory({ initialMs: 1_000, maxMs: 300_000 }, () => 1);
    expect(history.note(job('1', 1))).toBe(4_000);
    expect(history.note(job('2', 50))).toBe(1_000);
  });

  it('takes up to a fifth off, so that jobs which failed together do not come again together', () => {
    expect(new FailureHistory({ initialMs: 1_000, maxMs: 9_000 }, () => 0).note(job('1'))).toBe(800);
  });

  it('gives no pause where none is wanted', () => {
    const history = new FailureHistory({ initialMs: 0, maxMs: 300_000 }, () => 1);
    expect([history.note(job('1')), history.note(job('1'))]).toEqual([0, 0]);
  });

  it('forgets jobs that have ended, and the oldest of ten thousand', () => {
    const history = new FailureHistory({ initialMs: 1_000, maxMs: 300_000 }, () => 1);
    history.note(job('ended'));
    history.forget(job('ended'));
    expect(history.note(job('ended'))).toBe(1_000);
    history.note(job('kept'));
    for (let index = 0; index < 9_999; index += 1) history.note(job(`other ${index}`));
    expect(history.note(job('kept'))).toBe(2_000);
    expect(history.note(job('ended'))).toBe(1_000);
  });
});
