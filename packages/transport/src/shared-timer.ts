import { type Clock, type Member, MemberList, type TimerHandle } from '@camunda/core';

/** Something that has to happen at a certain time, unless it is taken back before. */
export interface Due extends Member {
  /** On the monotonic clock, in milliseconds. */
  readonly dueAt: number;
  /** Its time has come. It takes itself back. */
  onDue(): void;
}

/**
 * One timer for many time limits, almost none of which is ever reached: it is set for the earliest, and looks for the next
 * only when it has fired. Without anything due there is no timer.
 */
export class SharedTimer<Waiting extends Due> {
  readonly #clock: Clock;
  /** Those whose time has not come yet. */
  readonly waiting: MemberList<Waiting> = new MemberList();
  #firesAt = Number.POSITIVE_INFINITY;
  #timer: TimerHandle | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(due: Waiting): void {
    this.waiting.add(due);
    if (due.dueAt < this.#firesAt) this.#arm(due.dueAt);
  }

  /** Takes it back; whether it was waiting. */
  delete(due: Waiting): boolean {
    if (!this.waiting.delete(due)) return false;
    if (this.waiting.size === 0) this.#disarm();
    return true;
  }

  #arm(at: number): void {
    this.#disarm();
    this.#firesAt = at;
    this.#timer = this.#clock.setTimeout(() => this.#fire(), Math.max(0, at - this.#clock.monotonic()));
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firesAt = Number.POSITIVE_INFINITY;
  }

  #fire(): void {
    this.#disarm();
    const now = this.#clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    for (const due of this.waiting) {
      if (due.dueAt <= now) due.onDue();
      else next = Math.min(next, due.dueAt);
    }
    if (next < this.#firesAt) this.#arm(next);
  }
}
