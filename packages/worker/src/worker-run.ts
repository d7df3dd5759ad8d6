import { delay } from '@camunda/core';
import { AcknowledgementLane } from './acknowledgement-lane.ts';
import type { ActivatedJob } from './activated-job.ts';
import { Capacity } from './capacity.ts';
import { checkResult } from './check-result.ts';
import { JobAbortedError } from './job-aborted-error.ts';
import { createJobActions } from './job-actions.ts';
import { JobContext } from './job-context.ts';
import { JobInHand, type Settlement } from './job-in-hand.ts';
import { JobRunner } from './job-runner.ts';
import { LockKeeper } from './lock-keeper.ts';
import { PollLoop } from './poll-loop.ts';
import type { LeftJob, StopReport } from './stop-report.ts';
import type { WorkerParts } from './worker-parts.ts';

/** How long a handler may take to end after its signal, and an acknowledgement after the grace. */
const LAST_CALL_MS = 1_000;

/** One life of a worker, from start to stop: its loop, its slots and the jobs in hand. */
export class WorkerRun {
  readonly #parts: WorkerParts;
  readonly capacity: Capacity;
  readonly loop: PollLoop;
  readonly locks: LockKeeper;
  readonly #lane: AcknowledgementLane;
  readonly #runner: JobRunner;
  readonly #running = new Set<Promise<void>>();
  readonly #force = new AbortController();
  #looping: Promise<void> = Promise.resolve();

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    const { config, clock, random } = parts;
    const onAnswer = (): void => this.loop.wake();
    this.capacity = new Capacity(config.maxConcurrentJobs);
    this.locks = new LockKeeper({ ...parts, onAnswer });
    this.#lane = new AcknowledgementLane({
      ...parts,
      budgetMs: config.acknowledgementTimeoutMs,
      onAnswer,
    });
    this.#runner = new JobRunner({
      ...parts,
      capacity: this.capacity,
      locks: this.locks,
      lane: this.#lane,
      invoke: (inHand) => this.#invoke(inHand),
      checkResult: (value) => {
        const variables = checkResult(value);
        return variables === undefined ? {} : { variables };
      },
    });
    this.loop = new PollLoop({
      ...parts,
      clock,
      random,
      capacity: this.capacity,
      allowance: () => Number.POSITIVE_INFINITY,
      isLeased: async () => undefined,
      accept: (jobs) => this.#accept(jobs),
      returnJobs: (jobs) => this.#return(jobs),
    });
  }

  start(): void {
    this.#looping = this.loop.run();
  }

  /** Ends the run: no more polls, then the jobs in hand, and after the grace their signals. */
  async stop(graceMs: number): Promise<StopReport> {
    const { clock } = this.#parts;
    this.loop.stop();
    await this.#looping;
    await this.#drained(graceMs, this.#force.signal);
    const late = this.#running.size > 0;
    if (late) {
      for (const inHand of this.locks.jobs) this.#cutShort(inHand);
      await this.#drained(LAST_CALL_MS);
    }
    const left = [...this.locks.jobs].map(toLeftJob);
    for (const inHand of this.locks.jobs) this.#abandon(inHand);
    if (this.#running.size > 0) await this.#drained(LAST_CALL_MS);
    this.#lane.close();
    this.locks.close();
    await this.#drained(LAST_CALL_MS);
    void clock;
    const jobs = this.#parts.ledger.counts();
    return { drained: left.length === 0, left, jobs };
  }

  /** Ends the grace of a stop that is under way. */
  force(): void {
    this.#force.abort();
  }

  #accept(jobs: readonly ActivatedJob[]): void {
    for (const job of jobs) {
      const known = this.locks.find(job.jobKey);
      if (known?.lostAt === undefined && known !== undefined) this.#adopt(known, job);
      else this.#track(this.#runner.run(this.#take(job)));
    }
  }

  #take(job: ActivatedJob): JobInHand {
    const now = this.#parts.clock.monotonic();
    const inHand = new JobInHand(job, now, now + this.#parts.config.jobTimeoutMs);
    this.#parts.ledger.enter();
    this.capacity.take();
    this.locks.watch(inHand);
    return inHand;
  }

  /** A job that still runs here came again: its lock had ended unseen. It goes on under the new lock, and once only. */
  #adopt(known: JobInHand, job: ActivatedJob): void {
    const { clock, config, ledger, logger, events } = this.#parts;
    known.lockEndsAt = clock.monotonic() + config.jobTimeoutMs;
    known.leaseToken = job.leaseToken;
    ledger.remark('redelivered');
    logger.warn('a job that is still running here came again; it is not started twice', {
      jobKey: job.jobKey,
    });
    if (events.areWanted) events.emit({ type: 'jobRedelivered', job });
  }

  #return(jobs: readonly ActivatedJob[]): void {
    for (const job of jobs) this.#track(this.#runner.giveBackUnworked(this.#take(job)));
  }

  #track(run: Promise<void>): void {
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  #invoke(inHand: JobInHand): Promise<Settlement> {
    const { clock, events, strategy } = this.#parts;
    return new Promise((resolve) => {
      inHand.settle = resolve;
      inHand.phase = 'running';
      inHand.startedAt = clock.monotonic();
      if (events.areWanted) {
        events.emit({ type: 'jobStarted', job: inHand.job, waitedMs: inHand.startedAt - inHand.receivedAt });
      }
      const actions = createJobActions(inHand, this.#runner, this.locks, this.#parts);
      strategy.run(inHand, new JobContext(inHand.job, actions));
    });
  }

  #cutShort(inHand: JobInHand): void {
    if (inHand.phase !== 'running') return;
    inHand.cutShort = true;
    inHand.abort(new JobAbortedError('worker-stopped', inHand.job.jobKey));
  }

  #abandon(inHand: JobInHand): void {
    const mayStillRun = !this.#parts.strategy.kill(inHand);
    inHand.settle?.({ kind: 'abandoned', mayStillRun });
  }

  async #drained(waitMs: number, signal?: AbortSignal): Promise<void> {
    if (this.#running.size === 0) return;
    const over = new AbortController();
    const onForce = (): void => over.abort();
    signal?.addEventListener('abort', onForce, { once: true });
    if (signal?.aborted) over.abort();
    const wait = delay(waitMs, { clock: this.#parts.clock, signal: over.signal }).catch(() => undefined);
    await Promise.race([wait, this.#empty()]);
    over.abort();
    signal?.removeEventListener('abort', onForce);
  }

  async #empty(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}

function toLeftJob({ job, phase }: JobInHand): LeftJob {
  const { jobKey, processInstanceKey, elementId } = job;
  return { jobKey, processInstanceKey, elementId, phase: phase === 'acknowledging' ? phase : 'running' };
}
