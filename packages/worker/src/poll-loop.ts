import type { Clock, RandomSource } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import type { ActivatedJob } from './activated-job.ts';
import { activationRequest } from './activation-request.ts';
import type { Capacity } from './capacity.ts';
import { isUnanswered } from './is-unanswered.ts';
import type { JobSource } from './job-source.ts';
import { Pause } from './pause.ts';
import { DROP_GRACE_MS, overdue, Poll, type PollResult } from './poll.ts';
import { PollFailures } from './poll-failures.ts';
import type { Reachability } from './reachability.ts';
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
  /** Takes jobs to work, and how long ago they were asked for; says how many are not in hand already. Must not throw. */
  readonly accept: (jobs: readonly ActivatedJob[], tookMs: number) => number;
  /** Tells when the cluster answers again. */
  readonly reachability: Reachability;
  /** Takes jobs that came after the loop was stopped, or unasked. */
  readonly returnJobs: (jobs: readonly ActivatedJob[]) => void;
  readonly setState: (state: WorkerState) => void;
}

/** Two polls that bring nothing new start at least this far apart. */
const LEAST_INTERVAL_MS = 105;
/** What the worker takes for the server's default when it leaves the request timeout to it. */
const SERVER_REQUEST_TIMEOUT_MS = 30_000;
/** How long the loop waits for slots that are about to get free, so that it asks once instead of twice. */
const LINGER_MS = 5;
/** The part of a pause after an unanswered poll that nobody cuts short. */
const LEAST_PAUSE_MS = 1_000;
/** How long a request must have been under way to be mistrusted: also the least time between two that are. */
const TRUSTED_FOR_MS = 4_000;

/** Asks for jobs whenever enough slots are free, one request at a time, until it is stopped. It never ends by itself. */
export class PollLoop {
  readonly #options: PollLoopOptions;
  readonly #stopping = new AbortController();
  readonly failures: PollFailures;
  #poll: Poll | undefined;
  /** Requests that are no longer waited for, and may still be answered. */
  readonly #late = new Set<Poll>();
  readonly #pause: Pause;
  #replacePoll: (() => void) | undefined;
  #swallowedAt = Number.NEGATIVE_INFINITY;
  /** When the last request for jobs went out, on the monotonic clock; what had to be known before it does not count. */
  #askedAt = 0;
  lastSuccessAt: number | undefined;
  /** When the loop last got anywhere, on the monotonic clock; and until when it may rightly take its time. */
  progress: { at: number; dueAt: number };

  constructor(options: PollLoopOptions) {
    this.#options = options;
    this.failures = new PollFailures(options);
    this.#pause = new Pause(options.clock, this.#stopping.signal);
    const now = options.clock.monotonic();
    this.progress = { at: now, dueAt: now };
  }

  get pollInFlight(): boolean {
    return this.#poll !== undefined;
  }

  /** Runs until {@link PollLoop.stop}; resolves when nothing of the loop is under way any more. */
  async run(): Promise<void> {
    const { setState } = this.#options;
    if (!(await this.#jitter())) return;
    setState('polling');
    while (!this.#isStopping) await this.#fill();
    await Promise.all([...this.#late].map(({ result }) => result));
  }

  /** Starts no further poll, and drops those under way. */
  stop(): void {
    this.#stopping.abort();
    this.#options.capacity.nudge();
    this.#poll?.stop();
    for (const poll of this.#late) poll.stop();
  }

  /** The cluster has answered somebody: whatever was lost before is asked for again. */
  wake(): void {
    this.#pause.cut();
    const poll = this.#poll;
    if (poll === undefined || poll.startedAt > this.#swallowedAt) return;
    if (this.#options.clock.monotonic() - poll.startedAt >= TRUSTED_FOR_MS) this.#replacePoll?.();
  }

  /** A request of somebody else was swallowed: that of the loop may be as well. */
  mistrust(): void {
    this.#swallowedAt = this.#options.clock.monotonic();
  }

  async #fill(): Promise<void> {
    const { config, capacity, allowance } = this.#options;
    const refillSize = (): number => capacity.refillSize(config.refillThreshold);
    this.#note(Number.POSITIVE_INFINITY);
    await capacity.when(() => this.#isStopping || (capacity.free >= refillSize() && allowance() > 0));
    if (capacity.finishing > 0 && !this.#isStopping) await this.#linger();
    const { maxJobsPerPoll = Number.POSITIVE_INFINITY } = config;
    if (!this.#isStopping) await this.#turn(Math.min(capacity.free, allowance(), maxJobsPerPoll));
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #note(waitMs: number): void {
    const now = this.#options.clock.monotonic();
    this.progress = { at: now, dueAt: now + waitMs };
  }

  #sleep(pauseMs: number, firmMs = pauseMs): Promise<void> {
    this.#note(pauseMs);
    return this.#pause.wait(pauseMs, firmMs);
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
    const isInDoubt = this.failures.count > 0;
    const result = await this.#pollOnce(isInDoubt ? 1 : count, isInDoubt);
    if (this.#isStopping || result === undefined) return;
    if (result.error !== undefined) {
      const pauseMs = this.failures.note(result.error);
      setState('backing-off');
      await this.#backOff(pauseMs, isUnanswered(result.error));
      if (!this.#isStopping) setState('polling');
      return;
    }
    this.#noteSuccess();
    const sinceAskedMs = clock.monotonic() - this.#askedAt;
    if (result.hasNews !== true && sinceAskedMs < LEAST_INTERVAL_MS)
      await this.#sleep(LEAST_INTERVAL_MS - sinceAskedMs);
  }

  #noteSuccess(): void {
    this.failures.reset();
    this.lastSuccessAt = this.#options.clock.now();
  }

  /** Where nobody was reached, the first answer that anybody gets ends the pause. */
  async #backOff(pauseMs: number, isOutage: boolean): Promise<void> {
    const endWatch = isOutage ? this.#options.reachability.watch(() => this.#pause.cut()) : undefined;
    await this.#sleep(pauseMs, isOutage ? LEAST_PAUSE_MS : pauseMs);
    endWatch?.();
  }

  /**
   * One poll. While the cluster is in doubt it is a careful one. A new one takes its place when the cluster has answered
   * somebody else meanwhile; the result is `undefined` then.
   */
  async #pollOnce(count: number, isCareful: boolean): Promise<PollResult | undefined> {
    const { config, clock, logger, events, reachability } = this.#options;
    const heldMs = config.requestTimeoutMs === 0 ? SERVER_REQUEST_TIMEOUT_MS : config.requestTimeoutMs;
    const limitMs = (isCareful ? 0 : Math.max(0, heldMs)) + config.pollMarginMs;
    this.#note(limitMs + 2 * DROP_GRACE_MS);
    const request = { count, isCareful, limitMs };
    const poll = new Poll({
      clock,
      limitMs,
      send: (sent) => this.#activate(sent, request),
      onOverdue: () => {
        const { jobType } = config;
        logger.warn('a request for jobs outlived its time and is dropped', { jobType, limitMs });
      },
    });
    this.#poll = poll;
    const replaced = new Promise<undefined>((resolve) => {
      this.#replacePoll = () => resolve(undefined);
    });
    const endWatch = isCareful ? reachability.watch(() => this.#replacePoll?.()) : undefined;
    const result = await Promise.race([poll.result, replaced]);
    endWatch?.();
    this.#poll = undefined;
    this.#replacePoll = undefined;
    if (result === undefined) this.#leave(poll, isCareful);
    const wasDropped = this.#isStopping && result?.error !== undefined;
    if (!wasDropped && events.hears('polled')) {
      const durationMs = clock.monotonic() - poll.startedAt;
      const seen = result ?? { count: 0, error: overdue('was given up: the cluster has answered others') };
      events.emit({ type: 'polled', requested: count, ...seen, durationMs });
    }
    return result;
  }

  /** Waits for a poll no longer. A careful one may still bring the news that the cluster answers, only slowly. */
  #leave(poll: Poll, mayBeSlow: boolean): void {
    poll.isLate = true;
    this.#late.add(poll);
    if (!mayBeSlow) poll.stop();
    void poll.result.then(({ error }) => {
      this.#late.delete(poll);
      if (error !== undefined || this.#isStopping) return;
      this.#noteSuccess();
      this.#pause.cut();
    });
  }

  async #activate(
    poll: Poll,
    { count, isCareful, limitMs }: { count: number; isCareful: boolean; limitMs: number },
  ): Promise<PollResult> {
    const { source, accept, returnJobs, isLeased, clock, logger, config } = this.#options;
    try {
      const withLease = await isLeased(poll.signal);
      const request = activationRequest(config, { count, withLease, isCareful });
      const askedAt = clock.monotonic();
      this.#askedAt = askedAt;
      const jobs = await source.activate(request, { signal: poll.signal, timeoutMs: limitMs });
      const asked = request.maxJobsToActivate;
      if (poll.signal.aborted || poll.isLate || this.#isStopping) {
        returnJobs(jobs);
        return { count: jobs.length };
      }
      const hasNews = accept(jobs.slice(0, asked), clock.monotonic() - askedAt) > 0;
      if (jobs.length > asked) {
        const { jobType } = config;
        const came = jobs.length;
        logger.warn('more jobs came than were asked for; they go back', { jobType, asked, came });
        returnJobs(jobs.slice(asked));
      }
      return { count: jobs.length, hasNews };
    } catch (error) {
      return { count: 0, error: error ?? new Error('the poll failed without a reason') };
    }
  }
}
