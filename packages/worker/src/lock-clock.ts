import type { Clock } from '@camunda/core';
import type { ActivatedJob } from './activated-job.ts';

const REMEMBERED_POLLS = 16;

/**
 * Says when a job's lock ends on this machine's monotonic clock, whatever the difference between the two wall clocks.
 *
 * Both a clock that is off and an answer that took long make a lock seem to have begun early. The answer that took the
 * least time among the last few shows how far the clocks are apart; what another answer lies behind it is time that its
 * locks have lost already. Only the last few count, so that a clock that was set anew is soon believed.
 */
export class LockClock {
  readonly #clock: Clock;
  readonly #jobTimeoutMs: number;
  readonly #offsets: number[] = [];
  #largestOffset = Number.NEGATIVE_INFINITY;
  #mostLostMs = 0;

  constructor(clock: Clock, jobTimeoutMs: number) {
    this.#clock = clock;
    this.#jobTimeoutMs = jobTimeoutMs;
  }

  /**
   * Takes note of an answer that has just come.
   *
   * @param tookMs how long ago it was asked for: no lock of it can be older, whatever the clocks say
   */
  observe(jobs: readonly ActivatedJob[], tookMs: number): void {
    this.#mostLostMs = tookMs;
    const latest = jobs.reduce((most, { deadline }) => Math.max(most, deadline), 0);
    if (latest <= 0) return;
    this.#offsets.push(latest - this.#jobTimeoutMs - this.#clock.monotonic());
    if (this.#offsets.length > REMEMBERED_POLLS) this.#offsets.shift();
    this.#largestOffset = Math.max(...this.#offsets);
  }

  /** When the lock of a job that has just come ends. */
  lockEndOf(job: ActivatedJob): number {
    const now = this.#clock.monotonic();
    const fullEnd = now + this.#jobTimeoutMs;
    if (job.deadline <= 0 || this.#offsets.length === 0) return fullEnd;
    const lost = this.#largestOffset - (job.deadline - this.#jobTimeoutMs - now);
    return fullEnd - Math.min(Math.max(0, lost), this.#mostLostMs);
  }
}
