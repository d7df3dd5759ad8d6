import type { TimerHandle } from '@camunda/core';
import type { Command } from './command.ts';
import type { EngineCore } from './engine-core.ts';

/** Gives batch operations their turns: one at a time, each in a turn of the event loop of its own, so that requests come in between. */
export class BatchRunner {
  readonly #engine: EngineCore;
  readonly #turn: Command<undefined>;
  #timer: TimerHandle | undefined;

  /** @param turn what is done in a turn */
  constructor(engine: EngineCore, turn: Command<undefined>) {
    this.#engine = engine;
    this.#turn = turn;
  }

  /** Whether nothing is to be done. */
  get isIdle(): boolean {
    return this.#engine.state.batches.next() === undefined;
  }

  /** Sees to it that a turn comes if there is something to do. */
  schedule(): void {
    if (this.#timer === undefined && !this.isIdle) {
      this.#timer = this.#engine.environment.wall.setTimeout(() => {
        this.#timer = undefined;
        this.#engine.execute(this.#turn, undefined);
      }, 0);
    }
  }

  /** No turn comes any more. */
  close(): void {
    this.#engine.environment.wall.clearTimeout(this.#timer);
  }
}
