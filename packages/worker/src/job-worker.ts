import { systemClock, systemRandom } from '@camunda/core';
import type { Transport } from '@camunda/transport';
import { AsyncStrategy } from './async-strategy.ts';
import { FailureHistory } from './failure-history.ts';
import { createRestJobSource } from './job-source.ts';
import type { JobWorkerOptions, WorkerClient } from './job-worker-options.ts';
import { Ledger } from './ledger.ts';
import { resolveWorkerConfig } from './resolve-worker-config.ts';
import { silentLogger } from './silent-logger.ts';
import type { StopOptions, StopReport } from './stop-report.ts';
import { WorkerConfigError } from './worker-config-error.ts';
import { type WorkerEventListener, WorkerEvents } from './worker-events.ts';
import type { WorkerParts } from './worker-parts.ts';
import { WorkerRun } from './worker-run.ts';
import type { WorkerState, WorkerStatus } from './worker-status.ts';

/**
 * Works the jobs of one type: asks the cluster for them, runs a handler for each, and tells the cluster what came of it.
 *
 * @see the runtime reference's `JobWorker`
 */
export class JobWorker {
  readonly #parts: WorkerParts;
  #state: WorkerState = 'idle';
  #startedAt: number | undefined;
  #run: WorkerRun | undefined;
  #stopping: Promise<StopReport> | undefined;

  /**
   * Makes a worker; it does nothing until {@link JobWorker.start}.
   *
   * @throws WorkerConfigError when a member of the configuration is wrong, or the handler is missing
   */
  constructor(options: JobWorkerOptions) {
    const transport = transportOf(options.client);
    if (typeof options.jobHandler !== 'function') {
      throw new WorkerConfigError('jobHandler', 'jobHandler must be a function');
    }
    const { startupJitterMaxSeconds, clock = systemClock, random = systemRandom } = options;
    const config = resolveWorkerConfig(
      { ...options.config, ...(startupJitterMaxSeconds !== undefined && { startupJitterMaxSeconds }) },
      options.settings,
    );
    const logger = options.logger ?? silentLogger;
    this.#parts = {
      config,
      transport,
      client: options.client,
      source: options.source ?? createRestJobSource(transport),
      strategy: new AsyncStrategy(options.jobHandler as never),
      clock,
      random,
      logger,
      ledger: new Ledger(),
      history: new FailureHistory(
        { initialMs: config.retryBackOffMs, maxMs: config.retryBackOffMaxMs },
        random,
      ),
      events: new WorkerEvents(logger),
      setState: (state) => this.#setState(state),
    };
  }

  /** The name that the cluster shows for jobs of this worker. */
  get name(): string {
    return this.#parts.config.workerName;
  }

  /** The type of the jobs that this worker works. */
  get jobType(): string {
    return this.#parts.config.jobType;
  }

  /** Begins to take jobs. A worker that has started already goes on; one that was stopped starts anew. */
  start(): void {
    if (this.#run !== undefined) return;
    const { clock, logger, config } = this.#parts;
    this.#startedAt = clock.now();
    this.#setState('starting');
    this.#run = new WorkerRun(this.#parts);
    this.#run.start();
    logger.info('a job worker has started', { jobType: config.jobType, worker: config.workerName });
  }

  /**
   * Takes no more jobs, gives back those that still arrive, lets the running ones end, and resolves when nothing is left.
   * While a stop is under way, another call shares it; with `graceMs: 0` it also ends the grace.
   */
  stop(options: StopOptions = {}): Promise<StopReport> {
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

  /** Calls `listener` for everything that happens; gives the function that ends it. */
  subscribe(listener: WorkerEventListener): () => void {
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
      const level = report.drained ? 'info' : 'warn';
      logger[level]('a job worker has stopped', {
        jobType: config.jobType,
        left: report.left,
        jobs: report.jobs,
      });
      return report;
    } finally {
      this.#run = undefined;
      this.#stopping = undefined;
      this.#setState('stopped');
    }
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

function transportOf(client: WorkerClient): Transport {
  const candidate: unknown = Reflect.get(client ?? {}, 'transport') ?? client;
  if (
    typeof candidate === 'object' &&
    candidate !== null &&
    typeof Reflect.get(candidate, 'call') === 'function'
  ) {
    return candidate as Transport;
  }
  throw new WorkerConfigError('client', 'client must be a transport, or have one under "transport"');
}
