import type { Clock, TimerHandle } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import type { Capacity } from './capacity.ts';

/** How busy this process is. */
export interface Load {
  /** By how much timers were late since the last look, in milliseconds (the 99th percentile where that can be told). */
  readonly delayMs: number;
  /** The used part of the memory that the process may use, 0 to 1; 0 where it cannot be told. */
  readonly memory: number;
}

/** Looks at the load of the process. */
export interface LoadProbe {
  read(): Load;
  close(): void;
}

/** What an {@link AdaptiveLimit} needs. */
export interface AdaptiveLimitOptions {
  readonly capacity: Capacity;
  readonly most: number;
  readonly probe: LoadProbe;
  readonly clock: Clock;
  readonly logger: SdkLogger;
}

const INTERVAL_MS = 1_000;
const TOO_LATE_MS = 100;
const EASY_MS = 30;
const TOO_FULL = 0.85;

/**
 * Moves a worker's limit with the load of its process: down by three tenths while the event loop is late or memory is
 * short, up by a tenth while both are easy and all slots come into use. It stays between 1 and the configured maximum.
 */
export class AdaptiveLimit {
  readonly #options: AdaptiveLimitOptions;
  #timer: TimerHandle | undefined;

  constructor(options: AdaptiveLimitOptions) {
    this.#options = options;
    this.#arm();
  }

  close(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#options.probe.close();
  }

  #arm(): void {
    const { clock } = this.#options;
    const due = clock.monotonic() + INTERVAL_MS;
    this.#timer = clock.setTimeout(() => {
      this.#look(clock.monotonic() - due);
      this.#arm();
    }, INTERVAL_MS);
  }

  /** A probe may miss just the delay that has held up this look; so that one counts as well. */
  #look(ownDelayMs: number): void {
    const { capacity, most, probe, logger } = this.#options;
    const { delayMs, memory } = probe.read();
    const load = { memory, delayMs: Math.max(delayMs, ownDelayMs) };
    const before = capacity.limit;
    // Between two batches of jobs some slots are always free: what counts is whether all were in use in between.
    const wasFull = capacity.readMostTaken() >= before;
    if (load.delayMs > TOO_LATE_MS || load.memory > TOO_FULL) {
      capacity.limit = Math.max(1, Math.floor(before * 0.7));
    } else if (load.delayMs < EASY_MS && wasFull) {
      capacity.limit = Math.min(most, before + Math.max(1, Math.round(before / 10)));
    }
    if (capacity.limit !== before) {
      logger.debug('the worker takes another number of jobs at a time', {
        before,
        now: capacity.limit,
        ...load,
      });
    }
  }
}

/** A probe for any runtime: how late a timer of its own is. */
export function createTimerProbe(clock: Clock): LoadProbe {
  const intervalMs = 50;
  let worst = 0;
  let timer: TimerHandle;
  const arm = (): void => {
    const due = clock.monotonic() + intervalMs;
    timer = clock.setTimeout(() => {
      worst = Math.max(worst, clock.monotonic() - due);
      arm();
    }, intervalMs);
  };
  arm();
  return {
    read() {
      const delayMs = worst;
      worst = 0;
      return { delayMs, memory: 0 };
    },
    close: () => clock.clearTimeout(timer),
  };
}
