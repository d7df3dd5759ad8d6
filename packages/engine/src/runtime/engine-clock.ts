import type { Clock } from '@camunda/core';

/** Who does what falls due. */
export interface DueWorker {
  /** Does everything that is due by now. Gives false if it gave up for now, because ever more came to be due. */
  runDueWork(): boolean;
  /** When the next work is due; undefined if nothing waits for a time. */
  nextDue(): number | undefined;
}

const NOBODY: DueWorker = { runDueWork: () => true, nextDue: () => undefined };

/**
 * The engine's time, in milliseconds since the Unix epoch: every due date, deadline and timestamp uses it.
 * It follows the machine's clock until it is pinned; pinned, it moves only when told to.
 */
export class EngineClock {
  readonly #wall: Clock;
  #pinned: number | undefined;
  #worker = NOBODY;

  constructor(wall: Clock, pinnedAt?: number) {
    this.#wall = wall;
    this.#pinned = pinnedAt;
  }

  /** The engine's time now. */
  now(): number {
    return this.#pinned ?? this.#wall.now();
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
    this.#pinned = epochMs;
    this.#worker.runDueWork();
  }

  /**
   * Lets `milliseconds` pass (and pins the clock): time stops at every due date on the way, so that what follows from one timer
   * and is due before the end happens too, each at its own time.
   */
  advance(milliseconds: number): void {
    const end = this.now() + milliseconds;
    this.#pinned = this.now();
    let isDone = this.#worker.runDueWork();
    for (let due = this.nextDue(); isDone && due !== undefined && due <= end; due = this.nextDue()) {
      this.#pinned = due;
      isDone = this.#worker.runDueWork();
    }
    this.pin(end);
  }

  /** Goes back to the machine's time. */
  reset(): void {
    this.#pinned = undefined;
    this.#worker.runDueWork();
  }

  /** Sets the clock of a restored engine: pinned there, or not at all. Nothing runs. */
  restore(pinnedAt: number | undefined): void {
    this.#pinned = pinnedAt;
  }

  /** Says who does what falls due when time has moved. */
  drive(worker: DueWorker): void {
    this.#worker = worker;
  }
}
