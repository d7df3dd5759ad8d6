import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';

/** A misspelt member would be ignored without a word. @throws EngineRejection that names it */
export function refuseUnknown(object: JsonObject, known: readonly string[], prefix: string): void {
  const unknown = Object.keys(object).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw invalidArgument(`The field '${prefix}${unknown}' is not known; known are ${known.join(', ')}`);
  }
}
