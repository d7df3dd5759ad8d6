import type { EngineCore } from '../runtime/engine-core.ts';
import type { EngineEvent } from '../runtime/event.ts';
import { mapsOf } from './rows-of.ts';

/**
 * Everything that an engine goes on from, apart from the compiled models: values that never change are shared with the engine.
 * What comes from outside (requests that wait, subscribers) is not in it.
 */
export interface EngineMemory {
  /** The moment that the clock is pinned at; null if it follows the machine's. */
  readonly pinnedAt: number | null;
  /** How far the clock is ahead of the machine's, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly random: number;
  readonly nextKey: number;
  readonly lastPosition: number;
  /** By part of the state, its kind and entries. */
  readonly state: readonly (readonly [kind: string, entries: readonly (readonly unknown[])[]])[];
  /** By path, the entries of a map of the projections. */
  readonly projections: readonly (readonly [path: string, entries: readonly (readonly unknown[])[]])[];
  /** Events that searches do not see yet. */
  readonly held: readonly EngineEvent[];
}

/** What the engine remembers now. @throws Error while commands are queued */
export function remember(engine: EngineCore): EngineMemory {
  if (!engine.isIdle) {
    throw new Error('Commands are still queued: await engine.idle() before a snapshot or a fork is taken');
  }
  const { environment, keys, log, state, projectionFeed } = engine;
  const { clock, random } = environment;
  return {
    pinnedAt: clock.isPinned ? clock.now() : null,
    clockOffsetMs: clock.position.offsetMs,
    random: random.state,
    nextKey: keys.peek(),
    lastPosition: log.lastPosition,
    state: state.journal.parts.map((part) => [part.kind, [...part.entries()]]),
    projections: mapsOf(projectionFeed.current).map(([path, map]) => [path, [...map].map(copyRow)]),
    held: projectionFeed.held,
  };
}

/** Lets a new engine go on from there. @throws Error if its parts are others than those of the engine that remembered */
export function recall(engine: EngineCore, memory: EngineMemory): void {
  const { environment, keys, log, state, projectionFeed } = engine;
  environment.clock.restore(memory.pinnedAt ?? undefined, memory.clockOffsetMs);
  environment.random.state = memory.random;
  keys.skipPast(memory.nextKey - 1);
  log.startAfter(memory.lastPosition);
  const { parts } = state.journal;
  for (const [index, [, entries]] of memory.state.entries()) {
    for (const entry of entries) {
      parts[index]?.restore(entry);
    }
  }
  const maps = new Map(mapsOf(projectionFeed.current));
  for (const [path, entries] of memory.projections) {
    for (const [key, row] of entries.map(copyRow)) {
      maps.get(path)?.set(key, row);
    }
  }
  for (const event of memory.held) {
    projectionFeed.take(event);
  }
}

/** What a memory must have been made of for this engine to understand it. */
export function shapeOf({ state, projections }: Pick<EngineMemory, 'state' | 'projections'>): string {
  return [...state.map(([kind]) => kind), ...projections.map(([path]) => path)].join(', ');
}

/** Rows of projections change, and so may a list, set or map that is a member of one; values do not. */
function copyRow([key, row]: readonly unknown[]): readonly [unknown, unknown] {
  if (typeof row !== 'object' || row === null) {
    return [key, row];
  }
  const copy: Record<string, unknown> = { ...row };
  for (const [name, member] of Object.entries(copy)) {
    if (Array.isArray(member)) {
      copy[name] = [...member];
    } else if (member instanceof Set) {
      copy[name] = new Set(member);
    } else if (member instanceof Map) {
      copy[name] = new Map(member);
    }
  }
  return [key, copy];
}
