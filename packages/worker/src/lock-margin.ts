import type { Clock } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import type { ResolvedWorkerConfig } from './worker-config.ts';
import type { WorkerEvents } from './worker-events.ts';

/** Of how many of the last jobs the slowest twentieth is looked at, and of how many at least. */
const MOST_JOBS = 100;
const LEAST_JOBS = 20;
/** After a warning there is none for so long. */
const QUIET_MS = 300_000;

/** What a {@link LockMargin} needs. */
export interface LockMarginOptions {
  readonly config: ResolvedWorkerConfig;
  readonly clock: Clock;
  readonly logger: SdkLogger;
  readonly events: WorkerEvents;
}

/**
 * Warns when more than one job in twenty (the 95th percentile) is held for more than half of the time that its lock can last:
 * a little slower, and jobs will be aborted and run twice. A lock lasts as long as extensions keep it, or else for its timeout.
 */
export class LockMargin {
  readonly #options: LockMarginOptions;
  readonly #lockMs: number;
  readonly #heldMs = new Float64Array(MOST_JOBS);
  #count = 0;
  /** How many of `#heldMs` are more than half of a lock. */
  #slow = 0;
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(options: LockMarginOptions) {
    const { lockExtension, lockExtensionMaxMs, jobTimeoutMs } = options.config;
    this.#options = options;
    this.#lockMs = lockExtension ? lockExtensionMaxMs : jobTimeoutMs;
  }

  /** @param heldMs how long the job was in hand when its handler ended */
  note(heldMs: number): void {
    const place = this.#count % MOST_JOBS;
    if (this.#isSlow(this.#heldMs[place] ?? 0)) this.#slow -= 1;
    this.#heldMs[place] = heldMs;
    this.#count += 1;
    if (!this.#isSlow(heldMs)) return;
    this.#slow += 1;
    const jobs = Math.min(this.#count, MOST_JOBS);
    if (jobs >= LEAST_JOBS && this.#slow > jobs / 20) this.#warn(jobs);
  }

  #isSlow(heldMs: number): boolean {
    return heldMs > this.#lockMs / 2;
  }

  #warn(jobs: number): void {
    const { config, clock, logger, events } = this.#options;
    const now = clock.monotonic();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + QUIET_MS;
    const sorted = this.#heldMs.slice(0, jobs).sort();
    const p95Ms = Math.round(sorted[Math.ceil(jobs * 0.95) - 1] ?? 0);
    const lockMs = this.#lockMs;
    const advice = config.lockExtension
      ? 'raise lockExtensionMaxMs'
      : 'turn lockExtension on, or raise jobTimeoutMs';
    logger.warn(`jobs take more than half of the time that their locks can last; ${advice}`, {
      ...{ jobType: config.jobType, p95Ms, lockMs, jobs },
    });
    events.emit({ type: 'lockTight', p95Ms, lockMs });
  }
}
