import type { ActivatedJob } from './activated-job.ts';
import { OwnJobActions } from './job-actions.ts';
import { JobContext } from './job-context.ts';
import type { JobInHand, Settlement } from './job-in-hand.ts';
import type { JobRunner } from './job-runner.ts';
import type { LockKeeper } from './lock-keeper.ts';
import { prepareJob } from './prepare-job.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Hears how a handler ended. */
export type OnSettled = (inHand: JobInHand, settlement: Settlement) => void;

/** Brings a job to its handler: the place in a shared budget, the schemas, the context, the strategy. */
export class JobInvoker {
  readonly #parts: WorkerParts;
  readonly #services: () => { readonly runner: JobRunner; readonly locks: LockKeeper };

  constructor(
    parts: WorkerParts,
    services: () => { readonly runner: JobRunner; readonly locks: LockKeeper },
  ) {
    this.#parts = parts;
    this.#services = services;
  }

  /** Runs the handler for the job; `onSettled` is called once, when it has ended or will not begin. Never throws. */
  invoke(inHand: JobInHand, onSettled: OnSettled): void {
    const { budget } = this.#parts;
    let hasPlace = false;
    let takeBack: (() => void) | undefined;
    const settle = (settlement: Settlement): void => {
      if (inHand.settle !== settle) return;
      inHand.settle = undefined;
      takeBack?.();
      if (hasPlace) budget?.release();
      onSettled(inHand, settlement);
    };
    inHand.settle = settle;
    if (inHand.isUnwanted) settle({ kind: 'notStarted' });
    else if (budget === undefined) this.#prepare(inHand);
    else {
      takeBack = budget.request(() => {
        hasPlace = true;
        this.#prepare(inHand);
      });
    }
  }

  #prepare(inHand: JobInHand): void {
    const fail = (error: unknown): void => inHand.settle?.({ kind: 'threw', error });
    try {
      const prepared = prepareJob(inHand.job, this.#parts.config);
      if (prepared instanceof Promise) prepared.then((job) => this.#hand(inHand, job)).catch(fail);
      else this.#hand(inHand, prepared);
    } catch (error) {
      fail(error);
    }
  }

  #hand(inHand: JobInHand, job: ActivatedJob): void {
    const { runner, locks } = this.#services();
    const actions = new OwnJobActions(inHand, runner, locks, this.#parts);
    this.#parts.strategy.run(inHand, new JobContext(job, actions), () => this.#begin(inHand));
  }

  /** A job whose lock has ended while it waited is not started. */
  #begin(inHand: JobInHand): boolean {
    const { clock, events } = this.#parts;
    const now = clock.monotonic();
    if (inHand.settle === undefined || inHand.phase !== 'waiting') return false;
    if (inHand.isUnwanted || inHand.lostAt !== undefined || now >= inHand.lockEndsAt) {
      if (now >= inHand.lockEndsAt) inHand.lostAt ??= now;
      inHand.settle({ kind: 'notStarted' });
      return false;
    }
    inHand.phase = 'running';
    inHand.startedAt = now;
    if (events.hears('jobStarted'))
      events.emit({ type: 'jobStarted', job: inHand.job, waitedMs: now - inHand.receivedAt });
    return true;
  }
}
