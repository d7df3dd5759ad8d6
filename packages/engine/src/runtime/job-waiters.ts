import type { TimerHandle } from '@camunda/core';
import type { ActivatedJob, ActivateJobsInput } from '../commands/activate-jobs.ts';
import { activateJobs } from '../commands/activate-jobs.ts';
import type { EngineCore } from './engine-core.ts';

interface Waiter {
  readonly input: ActivateJobsInput;
  readonly settle: (jobs: ActivatedJob[]) => void;
}

/**
 * Requests for jobs that found none: first come, first served. They wait in real time, never in the engine's. A waiter
 * that is gone (disconnected, timed out) is out of the queue before any job could be handed to it.
 */
export class JobWaiters {
  readonly #engine: EngineCore;
  readonly #waiting = new Map<string, Set<Waiter>>();
  #isServing = false;

  constructor(engine: EngineCore) {
    this.#engine = engine;
  }

  /** Jobs as soon as there are any; an empty list when the time is over. Rejects with the signal's reason when the caller goes away. */
  activate(
    input: ActivateJobsInput,
    waitMs: number,
    signal: AbortSignal | null,
  ): ActivatedJob[] | Promise<ActivatedJob[]> {
    signal?.throwIfAborted();
    this.#engine.runDueWork();
    const isQueueing = [...(this.#waiting.get(input.type) ?? [])].some(({ input: { tenantIds } }) =>
      tenantIds.some((tenantId) => input.tenantIds.includes(tenantId)),
    );
    const jobs = isQueueing ? [] : this.#engine.execute(activateJobs, input);
    return jobs.length > 0 || waitMs < 0 || this.#engine.isClosed ? jobs : this.#wait(input, waitMs, signal);
  }

  /** Hands jobs that have become free to those who wait. */
  serve(): void {
    if (this.#isServing) {
      return;
    }
    this.#isServing = true;
    try {
      this.#serveAll();
    } finally {
      this.#isServing = false;
    }
  }

  #serveAll(): void {
    for (const [type, waiters] of this.#waiting) {
      if (this.#engine.state.jobs.activatable(type).size === 0) {
        continue;
      }
      for (const waiter of waiters) {
        const jobs = this.#engine.execute(activateJobs, waiter.input);
        if (jobs.length > 0) {
          waiter.settle(jobs);
        }
      }
    }
  }

  /** Sends everybody away without jobs. */
  close(): void {
    for (const waiters of this.#waiting.values()) {
      for (const waiter of waiters) {
        waiter.settle([]);
      }
    }
  }

  #wait(input: ActivateJobsInput, waitMs: number, signal: AbortSignal | null): Promise<ActivatedJob[]> {
    const { wall } = this.#engine.environment;
    return new Promise((resolve, reject) => {
      const leave = () => {
        wall.clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#remove(waiter);
      };
      const waiter: Waiter = {
        input,
        settle: (jobs) => {
          leave();
          resolve(jobs);
        },
      };
      const onAbort = () => {
        leave();
        reject(signal?.reason);
      };
      const timer: TimerHandle = wall.setTimeout(() => waiter.settle([]), waitMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#add(waiter);
    });
  }

  #add(waiter: Waiter): void {
    const waiters = this.#waiting.get(waiter.input.type) ?? new Set();
    this.#waiting.set(waiter.input.type, waiters.add(waiter));
  }

  #remove(waiter: Waiter): void {
    const waiters = this.#waiting.get(waiter.input.type);
    waiters?.delete(waiter);
    if (waiters?.size === 0) {
      this.#waiting.delete(waiter.input.type);
    }
  }
}
