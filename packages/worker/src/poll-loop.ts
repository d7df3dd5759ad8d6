import { type Clock, delay, type RandomSource } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import type { ActivatedJob } from './activated-job.ts';
import type { Capacity } from './capacity.ts';
import type { ActivationRequest, JobSource } from './job-source.ts';
import { PollFailures } from './poll-failures.ts';
import type { ResolvedWorkerConfig } from './worker-config.ts';
import type { WorkerEvents } from './worker-events.ts';
import type { WorkerState } from './worker-status.ts';

/** What a {@link PollLoop} needs. */
export interface PollLoopOptions {
  readonly config: ResolvedWorkerConfig;
  readonly source: JobSource;
  readonly capacity: Capacity;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: SdkLogger;
  readonly events: WorkerEvents;
  /** How many jobs the worker may take now, beyond its own free slots. */
  readonly allowance: () => number;
  readonly isLeased: (signal: AbortSignal) => Promise<boolean> | boolean;
  /** Takes jobs to work, and how long ago they were asked for; must not throw. */
  readonly accept: (jobs: readonly ActivatedJob[], tookMs: number) => void;
  /** Takes jobs that came after the loop was stopped, or unasked. */
  readonly returnJobs: (jobs: readonly ActivatedJob[]) => void;
  readonly setState: (state: WorkerState) => void;
}

/** Two polls that bring nothing start at least this far apart. */
const LEAST_INTERVAL_MS = 105;
/** What the worker takes for the server's default when it leaves the request timeout to it. */
const SERVER_REQUEST_TIMEOUT_MS = 30_000;
/** How long the loop waits for slots that are about to get free, so that it asks once instead of twice. */
const LINGER_MS = 5;
/** How long a stop waits for an answer that has reached this machine already. */
const LAST_ANSWER_MS = 20;
/** How long a dropped poll may take to say so. */
const DROP_GRACE_MS = 1_000;

/** Asks for jobs whenever enough slots are free, one request at a time, until it is stopped. It never ends by itself. */
export class PollLoop {
  readonly #options: PollLoopOptions;
  readonly #stopping = new AbortController();
  readonly failures: PollFailures;
  #poll: AbortController | undefined;
  #cutPause: (() => void) | undefined;
  /** When the last request for jobs went out, on the monotonic clock; what had to be known before it does not count. */
  #askedAt = 0;
  lastSuccessAt: number | undefined;
  /** When the loop last got anywhere, on the monotonic clock; and until when it may rightly take its time. */
  progress: { at: number; dueAt: number };

  constructor(options: PollLoopOptions) {
    this.#options = options;
    this.failures = new PollFailures(options);
    const now = options.clock.monotonic();
    this.progress = { at: now, dueAt: now };
  }

  get pollInFlight(): boolean {
    return this.#poll !== undefined;
  }

  /** Runs until {@link PollLoop.stop}; resolves when nothing of the loop is under way any more. */
  async run(): Promise<void> {
    const { config, capacity, setState, allowance } = this.#options;
    if (!(await this.#jitter())) return;
    setState('polling');
    const refillSize = (): number => capacity.refillSize(config.refillThreshold);
    while (!this.#isStopping) {
      this.#note(Number.POSITIVE_INFINITY);
      await capacity.when(() => this.#isStopping || (capacity.free >= refillSize() && allowance() > 0));
      if (capacity.finishing > 0 && !this.#isStopping) await this.#linger();
      if (this.#isStopping) return;
      await this.#turn(Math.min(capacity.free, allowance()));
    }
  }

  /** Starts no further poll, and drops the one under way, after a moment in which an answer that is there already is read. */
  stop(): void {
    this.#stopping.abort();
    const { capacity, clock } = this.#options;
    capacity.nudge();
    const poll = this.#poll;
    if (poll !== undefined) clock.setTimeout(() => poll.abort(), LAST_ANSWER_MS);
  }

  /** The cluster has answered somebody: a pause after failed polls is over. */
  wake(): void {
    if (this.failures.count > 0) this.#cutPause?.();
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #note(waitMs: number): void {
    const now = this.#options.clock.monotonic();
    this.progress = { at: now, dueAt: now + waitMs };
  }

  async #jitter(): Promise<boolean> {
    const { config, random } = this.#options;
    if (config.startupJitterMaxSeconds > 0)
      await this.#sleep(random() * config.startupJitterMaxSeconds * 1000);
    return !this.#isStopping;
  }

  /** Waits a moment while acknowledgements are under way whose slots one request should fill together. */
  async #linger(): Promise<void> {
    const { capacity, clock } = this.#options;
    let isOver = false;
    const timer = clock.setTimeout(() => {
      isOver = true;
      capacity.nudge();
    }, LINGER_MS);
    await capacity.when(() => isOver || this.#isStopping || capacity.finishing === 0);
    clock.clearTimeout(timer);
  }

  async #turn(count: number): Promise<void> {
    const { clock, setState } = this.#options;
    const result = await this.#pollOnce(count);
    if (this.#isStopping) return;
    if (result.error !== undefined) {
      const pauseMs = this.failures.note(result.error);
      setState('backing-off');
      await this.#sleep(pauseMs);
      if (!this.#isStopping) setState('polling');
      return;
    }
    this.failures.reset();
    this.lastSuccessAt = clock.now();
    const sinceAskedMs = clock.monotonic() - this.#askedAt;
    if (result.count === 0 && sinceAskedMs < LEAST_INTERVAL_MS)
      await this.#sleep(LEAST_INTERVAL_MS - sinceAskedMs);
  }

  /** One poll with a deadline that holds even where the transport does not answer to its signal. */
  async #pollOnce(count: number): Promise<{ count: number; error?: unknown }> {
    const { config, clock, logger, events } = this.#options;
    const waitMs =
      config.requestTimeoutMs === 0 ? SERVER_REQUEST_TIMEOUT_MS : Math.max(0, config.requestTimeoutMs);
    const timeoutMs = waitMs + config.pollMarginMs;
    this.#note(timeoutMs + DROP_GRACE_MS);
    const poll = new AbortController();
    this.#poll = poll;
    const startedAt = clock.monotonic();
    let timer: unknown;
    let onStop = (): void => {};
    const deadline = new Promise<{ count: number; error: unknown }>((resolve) => {
      const drop = (): void => {
        logger.warn('a request for jobs outlived its time and is dropped', {
          jobType: config.jobType,
          timeoutMs,
        });
        poll.abort();
        timer = clock.setTimeout(
          () => resolve({ count: 0, error: new Error('the poll could not be dropped') }),
          DROP_GRACE_MS,
        );
      };
      timer = clock.setTimeout(drop, timeoutMs + DROP_GRACE_MS);
      onStop = () => {
        clock.clearTimeout(timer);
        timer = clock.setTimeout(() => resolve({ count: 0, error: poll.signal.reason }), DROP_GRACE_MS);
      };
      this.#stopping.signal.addEventListener('abort', onStop, { once: true });
    });
    const call = this.#activate(count, poll.signal, timeoutMs);
    const result = await Promise.race([call, deadline]);
    clock.clearTimeout(timer);
    this.#stopping.signal.removeEventListener('abort', onStop);
    if (this.#poll === poll) this.#poll = undefined;
    if (events.areWanted)
      events.emit({ type: 'polled', requested: count, ...result, durationMs: clock.monotonic() - startedAt });
    return result;
  }

  async #activate(
    count: number,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<{ count: number; error?: unknown }> {
    const { source, accept, returnJobs, isLeased, clock, logger, config } = this.#options;
    try {
      const request = this.#request(count, await isLeased(signal));
      const askedAt = clock.monotonic();
      this.#askedAt = askedAt;
      const jobs = await source.activate(request, { signal, timeoutMs });
      if (signal.aborted || this.#isStopping) returnJobs(jobs);
      else {
        accept(jobs.slice(0, count), clock.monotonic() - askedAt);
        if (jobs.length > count) {
          const { jobType } = config;
          logger.warn('more jobs came than were asked for; they go back', {
            jobType,
            asked: count,
            came: jobs.length,
          });
          returnJobs(jobs.slice(count));
        }
      }
      return { count: jobs.length };
    } catch (error) {
      return { count: 0, error: error ?? new Error('the poll failed without a reason') };
    }
  }

  #request(count: number, withLease: boolean): ActivationRequest {
    const { config } = this.#options;
    return {
      type: config.jobType,
      worker: config.workerName,
      timeout: config.jobTimeoutMs,
      maxJobsToActivate: count,
      requestTimeout: config.requestTimeoutMs,
      ...(config.fetchVariables && { fetchVariable: config.fetchVariables }),
      ...(config.tenantIds && { tenantIds: config.tenantIds }),
      ...(config.tenantFilter && { tenantFilter: config.tenantFilter }),
      ...(withLease && { withLease }),
    };
  }

  async #sleep(pauseMs: number): Promise<void> {
    this.#note(pauseMs);
    const cut = new AbortController();
    this.#cutPause = () => cut.abort();
    const onStop = (): void => cut.abort();
    this.#stopping.signal.addEventListener('abort', onStop, { once: true });
    try {
      if (!this.#isStopping) await delay(pauseMs, { clock: this.#options.clock, signal: cut.signal });
    } catch {
      // Cut short, by a stop or by an answer of the cluster.
    } finally {
      this.#cutPause = undefined;
      this.#stopping.signal.removeEventListener('abort', onStop);
    }
  }
}
