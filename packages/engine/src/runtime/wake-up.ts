import type { TimerHandle } from '@camunda/core';
import type { Environment } from './environment.ts';

/** `setTimeout` takes no longer delay. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** One timer of the machine for all that falls due; it does not keep the process alive. */
export class WakeUp {
  readonly #environment: Environment;
  readonly #callback: () => void;
  #handle: TimerHandle | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(environment: Environment, callback: () => void) {
    this.#environment = environment;
    this.#callback = callback;
  }

  /** Calls back at `dueAt` (engine time) or earlier; `undefined` needs no call. A pinned clock needs none either. */
  schedule(dueAt: number | undefined): void {
    if (dueAt === undefined || this.#environment.clock.isPinned) {
      return;
    }
    // A timer that is early is harmless: most locks end long before they are due, and re-arming for each is what costs.
    if (this.#handle !== undefined && this.#armedFor <= dueAt) {
      return;
    }
    this.cancel();
    this.#armedFor = dueAt;
    const delayMs = Math.min(Math.max(0, dueAt - this.#environment.clock.now()), LONGEST_DELAY_MS);
    this.#handle = this.#environment.wall.setTimeout(() => {
      this.#handle = undefined;
      this.#callback();
    }, delayMs);
    letProcessEnd(this.#handle);
  }

  cancel(): void {
    if (this.#handle !== undefined) {
      this.#environment.wall.clearTimeout(this.#handle);
      this.#handle = undefined;
    }
  }
}

/** Timers of Node, Bun and Deno's Node layer can be told not to keep the process alive. */
function letProcessEnd(handle: TimerHandle): void {
  if (
    typeof handle === 'object' &&
    handle !== null &&
    'unref' in handle &&
    typeof handle.unref === 'function'
  ) {
    handle.unref();
  }
}
