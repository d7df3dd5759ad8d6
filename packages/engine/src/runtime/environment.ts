import type { Clock } from '@camunda/core';
import { systemClock } from '@camunda/core';
import type { FeelEnvironment } from '../feel/index.ts';
import { EngineClock } from './engine-clock.ts';
import type { EngineOptions } from './engine-options.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

/** Everything the engine takes from outside itself. No other module reads a clock, chance or a timer. */
export interface Environment {
  /** The machine's time: for long polls and request time-outs, which a pinned engine clock must not hold up. */
  readonly wall: Clock;
  /** The engine's time. */
  readonly clock: EngineClock;
  /** What expressions read besides variables: the engine's time and chance. */
  readonly feel: FeelEnvironment;
  /** Repeatable chance. */
  readonly random: SeededRandom;
  /** One of several that are equally good: the first, or any where the user wants to find out who relies on that. */
  choose<Item>(candidates: readonly [Item, ...Item[]]): Item;
}

/** Builds the environment from what the user said. */
export function createEnvironment(options: EngineOptions): Environment {
  const wall = options.clock ?? systemClock;
  const clock = new EngineClock(wall, options.startTime);
  const random = seededRandom(options.seed ?? 1);
  const picks = options.ambiguousMessages === 'random' ? random.next : () => 0;
  const choose = <Item>(candidates: readonly [Item, ...Item[]]): Item =>
    candidates[Math.floor(picks() * candidates.length)] ?? candidates[0];
  return { wall, clock, random, choose, feel: { now: () => clock.now(), random: random.next } };
}
