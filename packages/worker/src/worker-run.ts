import { delay } from '@camunda/core';
import { AcknowledgementLane } from './acknowledgement-lane.ts';
import type { ActivatedJob } from './activated-job.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import { Capacity } from './capacity.ts';
import { checkResult } from './check-result.ts';
import { HandlerCrashedError } from './handler-crashed-error.ts';
import { JobAbortedError } from './job-aborted-error.ts';
import { JobInHand } from './job-in-hand.ts';
import { JobInvoker } from './job-invoker.ts';
import { type CompletionBody, JobRunner } from './job-runner.ts';
import type { JsonObject } from './json-value.ts';
import { hasLeases } from './lease-support.ts';
import { LockClock } from './lock-clock.ts';
import { LockKeeper } from './lock-keeper.ts';
import { PollLoop } from './poll-loop.ts';
import { Reachability } from './reachability.ts';
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
  readonly #lockClock: LockClock;
  readonly #lane: AcknowledgementLane;
  readonly #runner: JobRunner;
  readonly #force = new AbortController();
  readonly #closers: (() => void)[] = [];
  #looping: Promise<void> = Promise.resolve();

  constructor(parts: WorkerParts) {
    this.#parts = parts;
    const { config, clock } = parts;
    const onAnswer = (): void => this.loop.wake();
    const onSwallowed = (): void => this.loop.mistrust();
    this.capacity = new Capacity(config.maxConcurrentJobs);
    this.#lockClock = new LockClock(clock, config.jobTimeoutMs);
    this.locks = new LockKeeper({
      ...parts,
      onAnswer,
      onSwallowed,
      endOverdue: (inHand) => this.#endOverdue(inHand),
      abandon: (inHand) => inHand.settle?.({ kind: 'abandoned', mayStillRun: !parts.strategy.kill(inHand) }),
    });
    this.#lane = new AcknowledgementLane({
      ...parts,
      budgetMs: config.acknowledgementTimeoutMs,
      onAnswer,
      onSwallowed,
    });
    const invoker = new JobInvoker(parts, () => ({ runner: this.#runner, locks: this.locks }));
    this.#runner = new JobRunner({
      ...parts,
      capacity: this.capacity,
      locks: this.locks,
      lane: this.#lane,
      invoke: (inHand, onSettled) => invoker.invoke(inHand, onSettled),
      checkResult: (value) => {
        const checked = checkResult(value, config.outputSchema);
        return checked instanceof Promise ? checked.then(toCompletionBody) : toCompletionBody(checked);
      },
    });
    this.loop = this.#createLoop();
  }

  start(): void {
    const { config, budget, platform, clock, logger } = this.#parts;
    if (budget !== undefined) this.#closers.push(budget.watch(() => this.capacity.nudge()));
    if (config.concurrency === 'adaptive') {
      const probe = platform.createLoadProbe(clock);
      const limit = new AdaptiveLimit({
        capacity: this.capacity,
        most: config.maxConcurrentJobs,
        probe,
        clock,
        logger,
      });
      this.#closers.push(() => limit.close());
    }
    this.#looping = this.loop.run();
  }

  /**
   * Ends the run: no more polls, jobs that have not begun go back, the others may end, and after the grace they get their
   * signals. In the end nothing is under way, and every job is accounted for.
   */
  async stop(graceMs: number): Promise<StopReport> {
    this.loop.stop();
    await this.#looping;
    const inHandAtStop = [...this.locks.jobs];
    const waiting = inHandAtStop.filter(({ phase }) => phase === 'waiting');
    for (const inHand of waiting) inHand.isUnwanted = true;
    for (const inHand of waiting) inHand.settle?.({ kind: 'notStarted' });
    await this.#drained(graceMs, this.#force.signal);
    for (const inHand of this.locks.jobs) this.#cutShort(inHand);
    await this.#drained(LAST_CALL_MS);
    this.#abandonAll();
    await this.#drained(LAST_CALL_MS);
    this.#lane.close();
    this.locks.close();
    await this.#drained(LAST_CALL_MS);
    for (const close of this.#closers) close();
    const left = inHandAtStop.flatMap(toLeftJob);
    return { drained: left.length === 0, left, jobs: this.#parts.ledger.counts() };
  }

  /** Whether no slot is free, and every one is held by a handler that has not ended though its signal was aborted. */
  get isHeldUp(): boolean {
    if (this.capacity.free > 0) return false;
    for (const inHand of this.locks.jobs) if (!inHand.isAborted) return false;
    return true;
  }

  /** Ends the grace of a stop that is under way. */
  force(): void {
    this.#force.abort();
  }

  #createLoop(): PollLoop {
    const { config, transport, clock, logger, budget } = this.#parts;
    const { withLease } = config;
    return new PollLoop({
      ...this.#parts,
      capacity: this.capacity,
      reachability: Reachability.of(this.#parts),
      allowance: () => budget?.free ?? Number.POSITIVE_INFINITY,
      isLeased: (signal) => (withLease === 'auto' ? hasLeases(transport, clock, logger, signal) : withLease),
      accept: (jobs, tookMs) => this.#accept(jobs, tookMs),
      returnJobs: (jobs) => {
        for (const inHand of this.#receive(jobs)) this.#work(inHand, true);
      },
    });
  }

  #accept(jobs: readonly ActivatedJob[], tookMs: number): number {
    this.#lockClock.observe(jobs, tookMs);
    const fresh = this.#receive(jobs);
    // Only now: a handler may block, and the locks of all have begun to run.
    for (const inHand of fresh) this.#work(inHand, false);
    return fresh.length;
  }

  /** Takes the jobs into hand that are not there yet. */
  #receive(jobs: readonly ActivatedJob[]): JobInHand[] {
    const fresh: JobInHand[] = [];
    for (const job of jobs) {
      const known = this.capacity.taken === 0 ? undefined : this.locks.find(job.jobKey);
      if (known === undefined) fresh.push(this.#take(job));
      else this.#adopt(known, job);
    }
    return fresh;
  }

  #take(job: ActivatedJob): JobInHand {
    const { clock, ledger, events } = this.#parts;
    const inHand = new JobInHand(job, clock.monotonic(), this.#lockClock.lockEndOf(job));
    ledger.enter();
    this.capacity.take();
    this.locks.watch(inHand);
    if (events.hears('jobActivated')) events.emit({ type: 'jobActivated', job });
    return inHand;
  }

  #work(inHand: JobInHand, isUnwanted: boolean): void {
    inHand.isUnwanted = isUnwanted;
    this.#runner.run(inHand);
  }

  /** A job that still runs here came again: its lock had ended unseen. It goes on under the new lock, and once only. */
  #adopt(known: JobInHand, job: ActivatedJob): void {
    const { ledger, logger, events } = this.#parts;
    known.lockEndsAt = this.#lockClock.lockEndOf(job);
    known.leaseToken = job.leaseToken;
    ledger.remark('redelivered');
    logger.warn('a job that is still running here came again; it is not started twice', {
      jobKey: job.jobKey,
    });
    if (events.hears('jobRedelivered')) events.emit({ type: 'jobRedelivered', job });
  }

  #endOverdue(inHand: JobInHand): void {
    if (inHand.phase !== 'running' || !this.#parts.strategy.kill(inHand)) return;
    const { lockExtensionMaxMs } = this.#parts.config;
    const error = new HandlerCrashedError(
      `The handler ran longer than ${lockExtensionMaxMs} ms and was ended`,
    );
    inHand.settle?.({ kind: 'threw', error });
  }

  #cutShort(inHand: JobInHand): void {
    if (inHand.phase !== 'running') return;
    inHand.cutShort = true;
    if (inHand.isAborted) return;
    const { job } = inHand;
    inHand.abort(new JobAbortedError('worker-stopped', job.jobKey));
    this.#parts.events.emit({ type: 'jobAborted', job, reason: 'worker-stopped' });
  }

  /** Waits for no handler any more. Those that could be killed are given back, the others are left. */
  #abandonAll(): void {
    for (const inHand of this.locks.jobs) {
      const wasKilled = this.#parts.strategy.kill(inHand);
      inHand.settle?.({ kind: 'abandoned', mayStillRun: !wasKilled });
    }
  }

  async #drained(waitMs: number, signal?: AbortSignal): Promise<void> {
    const isEmpty = (): boolean => this.capacity.taken === 0;
    if (isEmpty() || signal?.aborted) return;
    const over = new AbortController();
    const onForce = (): void => over.abort();
    signal?.addEventListener('abort', onForce, { once: true });
    const wait = delay(waitMs, { clock: this.#parts.clock, signal: over.signal }).catch(() => undefined);
    await Promise.race([wait, this.capacity.when(isEmpty)]);
    over.abort();
    signal?.removeEventListener('abort', onForce);
  }
}

function toLeftJob({ job, leftWhile }: JobInHand): LeftJob[] {
  const { jobKey, processInstanceKey, elementId } = job;
  return leftWhile === undefined ? [] : [{ jobKey, processInstanceKey, elementId, phase: leftWhile }];
}

function toCompletionBody(variables: JsonObject | undefined): CompletionBody {
  return variables === undefined ? {} : { variables };
}
