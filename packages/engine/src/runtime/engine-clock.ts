import type { Clock } from '@camunda/core';

/** Who does what falls due. */
export interface DueWorker {
  /** Does everything that is due by now. Gives false if it gave up for now, because ever more came to be due. */
  runDueWork(): boolean;
  /** When the next work is due; undefined if nothing waits for a time. */
  nextDue(): number | undefined;
  /** The engine's time has moved against the machine's: whatever waits for the machine has to be set anew. */
  timeMoved(): void;
}

const NOBODY: DueWorker = { runDueWork: () => true, nextDue: () => undefined, timeMoved: () => {} };

/** Where a clock stands. */
export interface ClockPosition {
  /** Undefined if it follows the machine's clock. */
  readonly pinnedAt: number | undefined;
  /** How far it is ahead of the machine's clock while it follows it, in milliseconds. */
  readonly offsetMs: number;
}

/**
 * The engine's time, in milliseconds since the Unix epoch: every due date, deadline and timestamp uses it.
 * It follows the machine's clock, perhaps ahead of it, until it is pinned; pinned, it moves only when told to.
 */
export class EngineClock {
  readonly #wall: Clock;
  #pinned: number | undefined;
  #offsetMs = 0;
  #worker = NOBODY;

  constructor(wall: Clock, pinnedAt?: number) {
    this.#wall = wall;
    this.#pinned = pinnedAt;
  }

  /** The engine's time now. */
  now(): number {
    return this.#pinned ?? this.#wall.now() + this.#offsetMs;
  }

  /** Whether time stands still. */
  get isPinned(): boolean {
    return this.#pinned !== undefined;
  }

  /** When the next work (a timer, a lock, a back-off, the end of a message) is due; undefined if nothing waits for a time. */
  nextDue(): number | undefined {
    return this.#worker.nextDue();
  }

  /** Jumps to `epochMs` and stops there; work that is due by then runs at once, in order of its due date. */
  pin(epochMs: number): void {
    requireMoment('clock.pin()', epochMs);
    this.#pinned = epochMs;
    this.#worker.runDueWork();
  }

  /**
   * Lets `milliseconds` pass (and pins the clock): time stops at every due date on the way, so that what follows from one timer
   * and is due before the end happens too, each at its own time.
   */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) {
      throw new RangeError(
        `clock.advance() takes milliseconds from 0 on, but was given ${milliseconds}; clock.pin() goes back`,
      );
    }
    const end = this.now() + milliseconds;
    requireMoment('clock.advance()', end);
    this.#pinned = this.now();
    let isDone = this.#worker.runDueWork();
    for (let due = this.nextDue(); isDone && due !== undefined && due <= end; due = this.nextDue()) {
      this.#pinned = due;
      isDone = this.#worker.runDueWork();
    }
    this.#pinned = end;
    if (isDone) {
      this.#worker.runDueWork();
    }
  }

  /** Lets time pass as {@link advance} does, but a clock that follows the machine's goes on doing so, that much ahead. */
  skip(milliseconds: number): void {
    const { pinnedAt, offsetMs } = this.position;
    if (milliseconds < 0) {
      this.pin(this.now() + milliseconds);
    } else {
      this.advance(milliseconds);
    }
    if (pinnedAt === undefined) {
      this.#follow(offsetMs + milliseconds);
    }
  }

  /** Goes back to the machine's time. */
  reset(): void {
    this.#follow(0);
  }

  /** Where the clock stands. */
  get position(): ClockPosition {
    return { pinnedAt: this.#pinned, offsetMs: this.#offsetMs };
  }

  /** Sets the clock of a restored engine. Nothing runs. */
  restore(pinnedAt: number | undefined, offsetMs = 0): void {
    this.#pinned = pinnedAt;
    this.#offsetMs = offsetMs;
  }

  #follow(offsetMs: number): void {
    this.#pinned = undefined;
    this.#offsetMs = offsetMs;
    this.#worker.timeMoved();
    this.#worker.runDueWork();
  }

  /** Says who does what falls due when time has moved. */
  drive(worker: DueWorker): void {
    this.#worker = worker;
  }
}

/** What is no date would stop every timer. */
function requireMoment(method: string, epochMs: number): void {
  if (typeof epochMs !== 'number' || Number.isNaN(new Date(epochMs).getTime())) {
    throw new RangeError(`${method} leads to a moment in epoch milliseconds, but this is ${epochMs}`);
  }
}
