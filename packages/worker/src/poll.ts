import { CamundaError, type Clock, type TimerHandle } from '@camunda/core';

/** What came of a request for jobs. */
export interface PollResult {
  /** How many jobs it brought. */
  readonly count: number;
  /** Whether any of them was new. */
  readonly hasNews?: boolean;
  readonly error?: unknown;
}

/** What a {@link Poll} needs. */
export interface PollOptions {
  readonly clock: Clock;
  /** How long the request may take; a little later it is dropped by force. */
  readonly limitMs: number;
  readonly onOverdue: () => void;
  /** Sends the request; never rejects. */
  readonly send: (poll: Poll) => Promise<PollResult>;
}

/** How long a dropped request may take to say so. */
export const DROP_GRACE_MS = 1_000;
/** How long a stop waits for an answer that has reached this machine already. */
const LAST_ANSWER_MS = 20;
/** It waits in pieces: a process that was held up for longer reads its sockets between two of them. */
const LAST_ANSWER_PIECES = 4;

/** One request for jobs, with a deadline that holds even where the transport does not answer to its signal. */
export class Poll {
  readonly result: Promise<PollResult>;
  readonly startedAt: number;
  /** Nobody waits for it any more: what it still brings goes back. */
  isLate = false;
  readonly #clock: Clock;
  readonly #controller = new AbortController();
  readonly #timers = new Set<TimerHandle>();
  #end: (result: PollResult) => void = () => {};

  constructor({ clock, limitMs, onOverdue, send }: PollOptions) {
    this.#clock = clock;
    this.startedAt = clock.monotonic();
    const ended = new Promise<PollResult>((resolve) => {
      this.#end = resolve;
    });
    this.#after(limitMs + DROP_GRACE_MS, () => {
      onOverdue();
      this.#drop(overdue('outlived its time'));
    });
    void send(this).then(this.#end);
    this.result = ended.finally(() => {
      for (const timer of this.#timers) clock.clearTimeout(timer);
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the request after a moment in which an answer that is there already is read. */
  stop(pieces = LAST_ANSWER_PIECES): void {
    this.#after(LAST_ANSWER_MS / LAST_ANSWER_PIECES, () => {
      if (pieces > 1) this.stop(pieces - 1);
      else this.#drop(this.signal.reason);
    });
  }

  #drop(error: unknown): void {
    this.#controller.abort(error);
    this.#after(DROP_GRACE_MS, () => this.#end({ count: 0, error }));
  }

  #after(delayMs: number, callback: () => void): void {
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(timer);
      callback();
    }, delayMs);
    this.#timers.add(timer);
  }
}

/** Why a request that got no answer is waited for no longer. */
export function overdue(what: string): CamundaError {
  return new CamundaError(`the request for jobs ${what}`, { code: 'POLL_OVERDUE' });
}
