import type { RandomSource } from '@camunda/core';
import type { ActivatedJob } from './activated-job.ts';

const MOST_JOBS = 10_000;
/** What a process gives a task whose model does not say otherwise. */
const USUAL_RETRIES = 3;

/** How long failed jobs wait. */
export interface FailureBackOff {
  /** The wait after the first failure, in milliseconds; it doubles with every further one. 0 for none at all. */
  readonly initialMs: number;
  readonly maxMs: number;
}

/**
 * Remembers how often this worker has failed a job, so that its pause can grow. What another worker did before shows only
 * in the retries that are left, so the larger of both counts.
 */
export class FailureHistory {
  readonly #failures = new Map<string, number>();
  readonly #backOff: FailureBackOff;
  readonly #random: RandomSource;

  constructor(backOff: FailureBackOff, random: RandomSource) {
    this.#backOff = backOff;
    this.#random = random;
  }

  /** Notes one more failure of the job, and says how long the job should wait, in milliseconds. */
  note(job: ActivatedJob): number {
    const before = Math.max(this.#failures.get(job.jobKey) ?? 0, USUAL_RETRIES - job.retries, 0);
    this.#failures.delete(job.jobKey);
    this.#failures.set(job.jobKey, before + 1);
    if (this.#failures.size > MOST_JOBS) this.#forgetOldest();
    const bound = Math.min(this.#backOff.maxMs, this.#backOff.initialMs * 2 ** Math.min(before, 40));
    return Math.round(bound * (0.8 + 0.2 * this.#random()));
  }

  /** The job has ended. */
  forget(job: ActivatedJob): void {
    if (this.#failures.size > 0) this.#failures.delete(job.jobKey);
  }

  #forgetOldest(): void {
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
  }
}
