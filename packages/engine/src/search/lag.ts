import { EngineOptionError } from '../engine-option-error.ts';
import { seededRandom } from '../runtime/seeded-random.ts';

/** How long searches lag behind: always the same, anything in a range, or (`Infinity`) until they are flushed. In milliseconds. */
export type Lag = number | { readonly fromMs: number; readonly toMs: number };

/** When searches and GETs by key see what has happened. Commands are never affected. */
export interface EngineConsistency {
  /**
   * How much later than it happened, in milliseconds. A range draws a lag for every event, by `seed`; `Infinity` shows
   * nothing until `engine.projections.flush()`.
   *
   * @default 0: at once
   */
  readonly lagMs?: Lag | undefined;
}

/** Draws the lag of the next event; undefined if there is none. @throws EngineOptionError */
export function createLag(lag: Lag, seed: number): (() => number) | undefined {
  if (typeof lag === 'number') {
    requireDuration('consistency.lagMs', lag, Number.POSITIVE_INFINITY);
    return lag === 0 ? undefined : () => lag;
  }
  const { fromMs, toMs } = lag;
  requireDuration('consistency.lagMs.fromMs', fromMs, Number.MAX_SAFE_INTEGER);
  requireDuration('consistency.lagMs.toMs', toMs, Number.MAX_SAFE_INTEGER);
  if (toMs < fromMs) {
    throw new EngineOptionError(
      'consistency.lagMs',
      `goes from ${fromMs} to ${toMs}; expected a rising range`,
    );
  }
  // Chance of its own: what searches show must not change what the engine does.
  const random = seededRandom(seed);
  return () => fromMs + Math.floor(random.next() * (toMs - fromMs + 1));
}

function requireDuration(option: string, value: unknown, most: number): void {
  if (typeof value !== 'number' || !(value >= 0 && value <= most)) {
    const given = typeof value === 'number' ? String(value) : JSON.stringify(value);
    throw new EngineOptionError(option, `is ${given}; expected milliseconds, 0 or more`);
  }
}
