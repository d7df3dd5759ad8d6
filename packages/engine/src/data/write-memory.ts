import type { EngineCore } from '../runtime/engine-core.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { remember, shapeOf } from '../snapshot/engine-memory.ts';
import { PlainJson } from '../snapshot/plain-json.ts';
import { formatLine, HEADER } from './data-lines.ts';

/** How many entries one line holds: all in one would be longer than a string can be. */
const ENTRIES_A_LINE = 500;

/** Everything that an engine goes on from, as the lines of a new data file. */
export function* writeMemory(engine: EngineCore): IterableIterator<string> {
  const json = new PlainJson(engine.models);
  const { state, projections, ...rest } = remember(engine);
  yield HEADER;
  for (const source of engine.models.sources) {
    yield formatLine({ kind: 'source', source });
  }
  const memory = json.write(rest) as JsonObject;
  yield formatLine({ kind: 'memory', shape: shapeOf({ state, projections }), memory });
  const groups = [
    ...state.map(([, entries], index) => [index, entries] as const),
    ...projections.map(([path, entries]) => [path, entries] as const),
  ];
  for (const [of, entries] of groups) {
    for (let start = 0; start < entries.length; start += ENTRIES_A_LINE) {
      const some = entries.slice(start, start + ENTRIES_A_LINE);
      yield formatLine({ kind: 'entries', of, entries: json.write(some) as readonly JsonValue[] });
    }
  }
}
