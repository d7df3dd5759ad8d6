import { compileModels } from '../commands/prepare-resources.ts';
import { EngineOptionError } from '../engine-option-error.ts';
import type { ModelSource } from '../model/model-cache.ts';
import type { EngineCore } from '../runtime/engine-core.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import { type EngineMemory, recall, remember, shapeOf } from './engine-memory.ts';
import { PlainJson } from './plain-json.ts';

/** The layout of rows; raised when one changes so that an older snapshot cannot be understood any more. */
const FORMAT = 1;

/**
 * An engine's whole condition as JSON: what is deployed, alive and over, its clock, keys and chance. Only the same version
 * of the engine can start from it.
 */
export interface EngineSnapshot {
  readonly kind: 'camunda-engine-snapshot';
  readonly format: number;
  /** The files that models were deployed in. */
  readonly sources: readonly ModelSource[];
  readonly memory: JsonObject;
}

/** Writes down what the engine remembers. @throws Error while commands are queued */
export function takeSnapshot(engine: EngineCore): EngineSnapshot {
  const { models } = engine;
  const memory = new PlainJson(models).write(remember(engine)) as JsonObject;
  return { kind: 'camunda-engine-snapshot', format: FORMAT, sources: [...models.sources], memory };
}

/** Checks that a value is a snapshot that this engine can start from. @throws EngineOptionError */
export function checkSnapshot(engine: EngineCore, value: unknown): asserts value is EngineSnapshot {
  const snapshot = (value ?? {}) as Partial<EngineSnapshot>;
  if (snapshot.kind !== 'camunda-engine-snapshot' || !isJsonObject(snapshot.memory)) {
    throw new EngineOptionError('snapshot', 'is no snapshot; expected what `engine.snapshot()` gave');
  }
  const memory = snapshot.memory as unknown as EngineMemory;
  if (snapshot.format !== FORMAT || shapeOf(memory) !== shapeOf(remember(engine))) {
    const problem =
      'was taken by another version of the engine; deploy and start anew, or use the version that took it';
    throw new EngineOptionError('snapshot', problem);
  }
}

/** Lets a new engine go on from a snapshot. */
export async function restoreSnapshot(engine: EngineCore, snapshot: EngineSnapshot): Promise<void> {
  for (const source of snapshot.sources) {
    await compileAgain(engine, source);
  }
  recall(engine, new PlainJson(engine.models).read(snapshot.memory as JsonValue) as EngineMemory);
}

/** Compiles a file that was deployed before. @throws EngineOptionError */
export async function compileAgain(engine: EngineCore, source: ModelSource): Promise<void> {
  const compiled = await compileModels(source, engine.models);
  if (typeof compiled === 'string') {
    throw new EngineOptionError(
      'snapshot',
      `holds a model that this version of the engine refuses:\n${compiled}`,
    );
  }
}
