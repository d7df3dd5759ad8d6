import type { EngineTime } from '../engine.ts';

/** The clock of an engine that is still being restored: it can be moved at once, and the engine follows when it is there. */
export class RestoringClock implements EngineTime {
  readonly #clock: EngineTime;
  #moves: ((clock: EngineTime) => void)[] | undefined = [];
  #pinnedAt: number | undefined;

  /** @param pinnedAt where the restored clock will stand; undefined if it will follow the machine's */
  constructor(clock: EngineTime, pinnedAt: number | undefined) {
    this.#clock = clock;
    this.#pinnedAt = pinnedAt;
  }

  now(): number {
    return this.#moves === undefined ? this.#clock.now() : (this.#pinnedAt ?? this.#clock.now());
  }

  get isPinned(): boolean {
    return this.#moves === undefined ? this.#clock.isPinned : this.#pinnedAt !== undefined;
  }

  nextDue(): number | undefined {
    return this.#clock.nextDue();
  }

  pin(epochMs: number): void {
    this.#move(epochMs, (clock) => clock.pin(epochMs));
  }

  advance(milliseconds: number): void {
    this.#move(this.now() + milliseconds, (clock) => clock.advance(milliseconds));
  }

  reset(): void {
    this.#move(undefined, (clock) => clock.reset());
  }

  /** The engine is there: makes the moves that were asked for. */
  follow(): void {
    const moves = this.#moves ?? [];
    this.#moves = undefined;
    for (const move of moves) {
      move(this.#clock);
    }
  }

  #move(pinnedAt: number | undefined, move: (clock: EngineTime) => void): void {
    this.#pinnedAt = pinnedAt;
    if (this.#moves === undefined) {
      move(this.#clock);
    } else {
      this.#moves.push(move);
    }
  }
}
