import { CamundaError } from '@camunda/core';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { checkRunOptions, checkStopOptions, type RunOptions } from './check-stop-options.ts';
import { createWorkerParts } from './create-worker-parts.ts';
import { describeValue } from './find-json-fault.ts';
import type { JobWorkerOptions, WorkerClient } from './job-worker-options.ts';
import type { JsonObject } from './json-value.ts';
import { type Platform, portablePlatform } from './platform.ts';
import type { StopOptions, StopReport } from './stop-report.ts';
import type { WorkerEventListener } from './worker-events.ts';
import { judgeHealth, type WorkerHealth } from './worker-health.ts';
import type { WorkerParts } from './worker-parts.ts';
import { WorkerRun } from './worker-run.ts';
import type { WorkerState, WorkerStatus } from './worker-status.ts';

/**
 * Works the jobs of one type: asks the cluster for them, runs a handler for each, and tells the cluster what came of it.
 *
 * @see the runtime reference's `JobWorker`
 */
export class JobWorker<
  Variables extends object = JsonObject,
  Headers extends object = JsonObject,
  Result = unknown,
  Output extends StandardSchemaV1 | undefined = undefined,
  Client extends WorkerClient = WorkerClient,
> {
  readonly #parts: WorkerParts;
  #state: WorkerState = 'idle';
  #startedAt: number | undefined;
  #run: WorkerRun | undefined;
  #stopping: Promise<StopReport> | undefined;
  #ended: Promise<StopReport> | undefined;
  #tellEnd: ((report: StopReport) => void) | undefined;
  #stopListening: (() => void) | undefined;

  /**
   * Makes a worker; it does nothing until {@link JobWorker.start}.
   *
   * @param platform internal: what the runtime can do beyond the web platform; the entry for Node, Bun and Deno gives its own
   * @throws WorkerConfigError when a member of the configuration is wrong, or the handler is missing
   */
  constructor(
    options: JobWorkerOptions<Variables, Headers, Result, Output, Client>,
    platform: Platform = portablePlatform,
  ) {
    this.#parts = createWorkerParts(options as unknown as JobWorkerOptions, platform, (state) =>
      this.#setState(state),
    );
    options.instrumentation?.attach(this);
  }

  /** The name that the cluster shows for jobs of this worker. */
  get name(): string {
    return this.#parts.config.workerName;
  }

  /** The type of the jobs that this worker works. */
  get jobType(): string {
    return this.#parts.config.jobType;
  }

  /**
   * Begins to take jobs. A worker that has started already goes on; one that was stopped starts anew.
   *
   * @throws CamundaError (`WORKER_STOPPING`) while a stop is under way
   */
  start(): void {
    if (this.#stopping !== undefined) {
      throw new CamundaError(
        'The worker is being stopped: wait for what stop() gives before you start it again',
        { code: 'WORKER_STOPPING' },
      );
    }
    if (this.#run !== undefined) return;
    this.#ended = new Promise((resolve) => {
      this.#tellEnd = resolve;
    });
    const { clock, logger, config } = this.#parts;
    this.#startedAt = clock.now();
    const run = new WorkerRun(this.#parts);
    run.start();
    // From here on it can be stopped, also by whoever hears that it starts.
    this.#run = run;
    this.#setState('starting');
    if (config.handleSignals) this.#handleSignals();
    logger.info('a job worker has started', { jobType: config.jobType, worker: config.workerName });
  }

  /**
   * Takes no more jobs, gives back those that still arrive, lets the running ones end, and resolves when nothing is left.
   * While a stop is under way, another call shares it; with `graceMs: 0` it also ends the grace. A handler must not wait
   * for the stop of its own worker, which waits for the handler.
   *
   * @throws WorkerConfigError when `graceMs` is no number of milliseconds; the worker goes on then
   */
  stop(options: StopOptions = {}): Promise<StopReport> {
    try {
      checkStopOptions(options);
    } catch (error) {
      return Promise.reject(error);
    }
    const graceMs = options.graceMs ?? this.#parts.config.stopGraceMs;
    if (this.#stopping !== undefined) {
      if (graceMs <= 0) this.#run?.force();
      return this.#stopping;
    }
    const run = this.#run;
    if (run === undefined) {
      return Promise.resolve({ drained: true, left: [], jobs: this.#parts.ledger.counts() });
    }
    this.#setState('draining');
    this.#stopping = this.#end(run, graceMs);
    return this.#stopping;
  }

  /** What the worker is doing, and what it has done. */
  status(): WorkerStatus {
    const { config, ledger } = this.#parts;
    const capacity = this.#run?.capacity;
    const loop = this.#run?.loop;
    const lastError = loop?.failures.lastError;
    return {
      jobType: config.jobType,
      workerName: config.workerName,
      state: this.#state,
      pollInFlight: loop?.pollInFlight ?? false,
      activeJobs: capacity?.taken ?? 0,
      freeSlots: capacity?.free ?? 0,
      maxConcurrentJobs: capacity?.limit ?? config.maxConcurrentJobs,
      startedAt: this.#startedAt,
      lastSuccessfulPollAt: loop?.lastSuccessAt,
      consecutivePollFailures: loop?.failures.count ?? 0,
      lastPollError: lastError === undefined ? undefined : String(lastError),
      jobs: ledger.counts(),
    };
  }

  /** Whether the worker gets anywhere, and whether it can take jobs. */
  health(): WorkerHealth {
    const run = this.#run;
    const behindMs = run === undefined ? 0 : this.#parts.clock.monotonic() - run.loop.progress.dueAt;
    const { state, consecutivePollFailures, lastPollError, lastSuccessfulPollAt } = this.status();
    return judgeHealth({
      state,
      consecutivePollFailures,
      lastPollError,
      hasPolled: lastSuccessfulPollAt !== undefined,
      isUnauthorized: run?.loop.failures.areUnauthorized ?? false,
      isHeldUp: run?.isHeldUp ?? false,
      behindMs: state === 'draining' ? 0 : Math.round(behindMs),
    });
  }

  /**
   * Starts, works until `signal` is aborted or somebody calls {@link JobWorker.stop}, stops, and gives the stop's report.
   *
   * @param options `signal` ends the run; `graceMs` is for the stop
   * @throws WorkerConfigError when an option is wrong, and what {@link JobWorker.start} throws
   */
  async run(options: RunOptions = {}): Promise<StopReport> {
    checkRunOptions(options);
    const { signal, graceMs } = options;
    this.start();
    const onAbort = (): void => void this.stop({ graceMs });
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    try {
      return await (this.#ended ?? this.stop());
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Calls `listener` for everything that happens; gives the function that ends it. */
  subscribe(listener: WorkerEventListener): () => void {
    if (typeof listener !== 'function') {
      throw new TypeError(`subscribe: the listener must be a function, not ${describeValue(listener)}`);
    }
    return this.#parts.events.subscribe(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #end(run: WorkerRun, graceMs: number): Promise<StopReport> {
    const { logger, config, strategy } = this.#parts;
    try {
      const report = await run.stop(graceMs);
      await strategy.close();
      this.#tellEnd?.(report);
      const level = report.drained ? 'info' : 'warn';
      logger[level]('a job worker has stopped', {
        jobType: config.jobType,
        left: report.left,
        jobs: report.jobs,
      });
      return report;
    } finally {
      this.#stopListening?.();
      this.#run = undefined;
      this.#stopping = undefined;
      this.#setState('stopped');
    }
  }

  /** The first signal stops; the second ends the grace. Afterwards the process ends as if nobody had listened. */
  #handleSignals(): void {
    const { logger, platform } = this.#parts;
    this.#stopListening = platform.onStopSignal?.((signal) => {
      const isSecond = this.#stopping !== undefined;
      logger.info('a signal stops the job worker', { signal, isSecond });
      const stopping = this.stop(isSecond ? { graceMs: 0 } : {});
      if (!isSecond) void stopping.then(() => platform.raise?.(signal));
    });
  }

  #setState(to: WorkerState): void {
    const from = this.#state;
    if (from === to || (from === 'draining' && to !== 'stopped')) return;
    this.#state = to;
    const { logger, config, events } = this.#parts;
    logger.debug('a job worker changes its state', { jobType: config.jobType, from, to });
    events.emit({ type: 'stateChanged', from, to });
  }
}
