import type { JobCounts, JobEnd } from './worker-status.ts';

/** The counters that accompany the six ends. */
type Remark = 'superseded' | 'unknown' | 'refused' | 'lockExtensions' | 'locksLost' | 'redelivered';

/** Counts what becomes of jobs. A job enters once and leaves once; the sums hold at any moment. */
export class Ledger {
  #activated = 0;
  #inHand = 0;
  readonly #counters: Record<JobEnd | Remark, number> = {
    completed: 0,
    failed: 0,
    errored: 0,
    ignored: 0,
    givenBack: 0,
    left: 0,
    superseded: 0,
    unknown: 0,
    refused: 0,
    lockExtensions: 0,
    locksLost: 0,
    redelivered: 0,
  };

  enter(): void {
    this.#activated += 1;
    this.#inHand += 1;
  }

  leave(end: JobEnd): void {
    this.#inHand -= 1;
    this.#counters[end] += 1;
  }

  remark(remark: Remark): void {
    this.#counters[remark] += 1;
  }

  counts(): JobCounts {
    return { activated: this.#activated, inHand: this.#inHand, ...this.#counters };
  }
}
