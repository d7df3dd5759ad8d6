import type { Clock } from '@camunda/core';

/**
 * The engine's time, in milliseconds since the Unix epoch: every due date, deadline and timestamp uses it.
 * It follows the machine's clock until it is pinned; pinned, it moves only when told to.
 */
export class EngineClock {
  readonly #wall: Clock;
  #pinned: number | undefined;
  #onChange: () => void = () => {};

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

  /** Stops time at `epochMs`; work that is due by then runs at once. */
  pin(epochMs: number): void {
    this.#pinned = epochMs;
    this.#onChange();
  }

  /** Moves time by `milliseconds` (and pins it); work that becomes due on the way runs in order of its due date. */
  advance(milliseconds: number): void {
    this.pin(this.now() + milliseconds);
  }

  /** Goes back to the machine's time. */
  reset(): void {
    this.#pinned = undefined;
    this.#onChange();
  }

  /** Says who runs due work after time has moved. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }
}
