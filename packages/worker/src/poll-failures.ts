import type { RandomSource } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import { statusOf } from './status-of.ts';
import type { ResolvedWorkerConfig } from './worker-config.ts';
import type { WorkerEvents } from './worker-events.ts';

/** Counts failed polls in a row, says how long to wait after each, and logs the first, the last and a few between. */
export class PollFailures {
  readonly #config: ResolvedWorkerConfig;
  readonly #random: RandomSource;
  readonly #logger: SdkLogger;
  readonly #events: WorkerEvents;
  #count = 0;
  #lastError: unknown;

  constructor(options: {
    readonly config: ResolvedWorkerConfig;
    readonly random: RandomSource;
    readonly logger: SdkLogger;
    readonly events: WorkerEvents;
  }) {
    this.#config = options.config;
    this.#random = options.random;
    this.#logger = options.logger;
    this.#events = options.events;
  }

  get count(): number {
    return this.#count;
  }

  get lastError(): unknown {
    return this.#lastError;
  }

  /** Whether the last poll failed because of credentials. */
  get areUnauthorized(): boolean {
    const status = statusOf(this.#lastError);
    return status === 401 || status === 403;
  }

  /** Notes a failed poll; gives the pause until the next, in milliseconds: it doubles, up to its limit, with jitter. */
  note(error: unknown): number {
    const { pollBackOffMs, pollBackOffMaxMs, jobType } = this.#config;
    this.#count += 1;
    this.#lastError = error;
    const bound = Math.min(pollBackOffMaxMs, pollBackOffMs * 2 ** Math.min(this.#count - 1, 30));
    const pauseMs = Math.round(bound / 2 + (this.#random() * bound) / 2);
    const isWorthALine = this.#count === 1 || this.#count % 10 === 0;
    this.#logger[isWorthALine ? 'warn' : 'debug']('a request for jobs failed; the worker goes on trying', {
      jobType,
      consecutiveFailures: this.#count,
      pauseMs,
      error,
    });
    this.#events.emit({ type: 'pollFailed', error, consecutiveFailures: this.#count, pauseMs });
    return pauseMs;
  }

  /** A poll has succeeded. */
  reset(): void {
    if (this.#count === 0) return;
    this.#logger.info('requests for jobs succeed again', {
      jobType: this.#config.jobType,
      failures: this.#count,
    });
    this.#count = 0;
    this.#lastError = undefined;
  }
}
