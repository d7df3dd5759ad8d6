import type { Clock, RandomSource, TimerHandle } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import { getTopology } from './job-operations.ts';
import { statusOf } from './status-of.ts';

/** What a {@link Reachability} needs. */
export interface ReachabilityParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly logger: SdkLogger;
}

/** Pause, answer and spread together are 3.5 s: so soon a worker polls after an outage, and well within 5 s on a busy machine. */
const LONGEST_PAUSE_MS = 1_500;
const ANSWER_WITHIN_MS = 1_500;
const LONGEST_SPREAD_MS = 500;
/** Whoever has waited for less than this goes on waiting: what follows on an answer at once was no outage. */
const LEAST_WATCH_MS = 1_000;

const shared = new WeakMap<Transport, Reachability>();

/** Tells workers that wait after an unanswered poll when the cluster answers again: with one small question at a time for all of them. */
export class Reachability {
  readonly #parts: ReachabilityParts;
  readonly #watchers = new Set<() => void>();
  #timer: TimerHandle | undefined;
  #question: AbortController | undefined;

  constructor(parts: ReachabilityParts) {
    this.#parts = parts;
  }

  /** The one that all workers of a transport share. */
  static of(parts: ReachabilityParts): Reachability {
    let reachability = shared.get(parts.transport);
    if (reachability === undefined) {
      reachability = new Reachability(parts);
      shared.set(parts.transport, reachability);
    }
    return reachability;
  }

  /** Calls `onReachable` once, when the cluster has answered; gives the function that ends the watch. */
  watch(onReachable: () => void): () => void {
    const { clock, random } = this.#parts;
    const startsAt = clock.monotonic() + LEAST_WATCH_MS;
    let spread: TimerHandle | undefined;
    // Workers that have waited together do not come back together.
    const watcher = (): void => {
      if (clock.monotonic() < startsAt) return;
      this.#watchers.delete(watcher);
      spread = clock.setTimeout(onReachable, random() * LONGEST_SPREAD_MS);
    };
    this.#watchers.add(watcher);
    this.#plan();
    return () => {
      this.#watchers.delete(watcher);
      if (spread !== undefined) clock.clearTimeout(spread);
      if (this.#watchers.size === 0) this.#rest();
    };
  }

  #plan(): void {
    if (this.#timer !== undefined || this.#question !== undefined || this.#watchers.size === 0) return;
    const { clock, random } = this.#parts;
    const pauseMs = LONGEST_PAUSE_MS * (0.5 + random() / 2);
    this.#timer = clock.setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, pauseMs);
  }

  async #ask(): Promise<void> {
    const question = new AbortController();
    this.#question = question;
    const isReachable = await this.#isAnswered(question.signal);
    if (this.#question === question) this.#question = undefined;
    if (isReachable) for (const watcher of [...this.#watchers]) watcher();
    this.#plan();
  }

  async #isAnswered(signal: AbortSignal): Promise<boolean> {
    const { transport, logger } = this.#parts;
    try {
      const limits = { timeoutMs: ANSWER_WITHIN_MS, retry: false, callerStack: false, signal } as const;
      await transport.call(getTopology, {}, limits);
      return true;
    } catch (error) {
      const status = statusOf(error);
      logger.debug('the cluster was asked whether it is there', { status, error });
      // Whoever refuses a question is there; an overloaded cluster is to be left alone.
      return status !== undefined && status < 500 && status !== 429;
    }
  }

  #rest(): void {
    this.#question?.abort();
    this.#question = undefined;
    if (this.#timer !== undefined) this.#parts.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
