import type { ActivatedJob } from './activated-job.ts';
import { createJobActions } from './job-actions.ts';
import { JobContext } from './job-context.ts';
import type { JobInHand, Settlement } from './job-in-hand.ts';
import type { JobRunner } from './job-runner.ts';
import type { LockKeeper } from './lock-keeper.ts';
import { prepareJob } from './prepare-job.ts';
import type { WorkerParts } from './worker-parts.ts';

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

  /** Runs the handler for the job; never rejects. */
  invoke(inHand: JobInHand): Promise<Settlement> {
    if (inHand.isUnwanted) return Promise.resolve({ kind: 'notStarted' });
    const { budget } = this.#parts;
    if (budget === undefined) return new Promise((resolve) => this.#prepare(inHand, resolve));
    return new Promise((resolve) => {
      let hasPlace = false;
      const settle = (settlement: Settlement): void => {
        if (inHand.settle !== settle) return;
        inHand.settle = undefined;
        takeBack();
        if (hasPlace) budget.release();
        resolve(settlement);
      };
      let takeBack = (): void => {};
      inHand.settle = settle;
      takeBack = budget.request(() => {
        hasPlace = true;
        this.#prepare(inHand, settle);
      });
    });
  }

  #prepare(inHand: JobInHand, settle: (settlement: Settlement) => void): void {
    inHand.settle = settle;
    try {
      const prepared = prepareJob(inHand.job, this.#parts.config);
      if (prepared instanceof Promise) {
        prepared.then(
          (job) => this.#hand(inHand, job),
          (error: unknown) => inHand.settle?.({ kind: 'threw', error }),
        );
      } else {
        this.#hand(inHand, prepared);
      }
    } catch (error) {
      settle({ kind: 'threw', error });
    }
  }

  #hand(inHand: JobInHand, job: ActivatedJob): void {
    const { runner, locks } = this.#services();
    const actions = createJobActions(inHand, runner, locks, this.#parts);
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
    if (events.areWanted)
      events.emit({ type: 'jobStarted', job: inHand.job, waitedMs: now - inHand.receivedAt });
    return true;
  }
}
