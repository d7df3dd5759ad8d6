import type { EngineCore } from '../runtime/engine-core.ts';
import type { EngineEvent } from '../runtime/event.ts';
import type { JsonValue } from '../runtime/json.ts';
import { type EngineMemory, recall, remember, shapeOf } from '../snapshot/engine-memory.ts';
import { compileAgain } from '../snapshot/engine-snapshot.ts';
import { PlainJson } from '../snapshot/plain-json.ts';
import { DataFileError } from './data-file-error.ts';
import {
  type BatchLine,
  DATA_FORMAT,
  type DataLine,
  type EntriesLine,
  HEADER,
  isIntact,
  type MemoryLine,
} from './data-lines.ts';
import type { LineFile } from './line-file.ts';

type Entries = (readonly unknown[])[];

/** Lets a new engine go on from what a data file says. @returns whether the file says anything @throws DataFileError */
export async function readData(file: LineFile, engine: EngineCore): Promise<boolean> {
  const reader = new DataReader(file.path, engine);
  let count = 0;
  for (const text of file.read()) {
    count += 1;
    await reader.take(text, count);
  }
  // A header that was being written when the writer died is no stranger's.
  if (count === 0 && !HEADER.startsWith(file.rest)) {
    throw foreign(file.path);
  }
  reader.end();
  return count > 0;
}

class DataReader {
  readonly #path: string;
  readonly #engine: EngineCore;
  readonly #json: PlainJson;
  /** What is being read of a memory that goes over several lines. */
  #memory: { rest: MemoryLine; entries: Map<number | string, Entries> } | undefined;

  constructor(path: string, engine: EngineCore) {
    this.#path = path;
    this.#engine = engine;
    this.#json = new PlainJson(engine.models);
  }

  async take(text: string, number: number): Promise<void> {
    const line = this.#parse(text, number);
    if (number === 1) {
      this.#checkHeader(line);
      return;
    }
    try {
      await this.#apply(line);
    } catch (error) {
      if (DataFileError.isInstance(error)) {
        throw error;
      }
      throw this.#damaged(number, error);
    }
  }

  /** There are no more lines. */
  end(): void {
    if (this.#memory === undefined) {
      return;
    }
    const { rest, entries } = this.#memory;
    this.#memory = undefined;
    const empty = remember(this.#engine);
    const memory: EngineMemory = {
      ...(this.#json.read(rest.memory) as EngineMemory),
      state: empty.state.map(([kind], index) => [kind, entries.get(index) ?? []]),
      projections: empty.projections.map(([path]) => [path, entries.get(path) ?? []]),
    };
    recall(this.#engine, memory);
  }

  async #apply(line: DataLine): Promise<void> {
    switch (line.kind) {
      case 'source':
        await compileAgain(this.#engine, line.source);
        return;
      case 'memory':
        this.#checkShape(line);
        this.#memory = { rest: line, entries: new Map() };
        return;
      case 'entries':
        this.#collect(line);
        return;
      case 'events':
        this.end();
        this.#replay(line);
        return;
      default:
        throw new Error(`there is no line of the kind ${JSON.stringify(line.kind)} here`);
    }
  }

  #collect({ of, entries }: EntriesLine): void {
    if (this.#memory === undefined) {
      throw new Error('entries stand alone');
    }
    const known = this.#memory.entries.get(of) ?? [];
    this.#memory.entries.set(of, known);
    for (const entry of entries) {
      known.push(this.#json.read(entry) as readonly unknown[]);
    }
  }

  #replay({ events, random, nextKey, clock }: BatchLine): void {
    this.#engine.replay(this.#json.read(events as JsonValue) as readonly EngineEvent[]);
    this.#engine.environment.random.state = random;
    this.#engine.keys.skipPast(nextKey - 1);
    this.#engine.environment.clock.restore(clock.pinnedAt ?? undefined, clock.offsetMs);
  }

  #parse(text: string, number: number): DataLine {
    if (number > 1 && !isIntact(text)) {
      throw this.#damaged(number, new Error('its checksum is not that of its text'));
    }
    try {
      return JSON.parse(text) as DataLine;
    } catch (error) {
      throw number === 1 ? foreign(this.#path) : this.#damaged(number, error);
    }
  }

  #checkHeader(line: DataLine): void {
    if (line?.kind !== 'camunda-engine-data') {
      throw foreign(this.#path);
    }
    if (line.format !== DATA_FORMAT) {
      throw this.#otherVersion();
    }
  }

  #checkShape({ shape }: MemoryLine): void {
    if (shape !== shapeOf(remember(this.#engine))) {
      throw this.#otherVersion();
    }
  }

  #otherVersion(): DataFileError {
    return new DataFileError(
      this.#path,
      'was written by another version of the engine; use that version, or move the file away to start anew',
    );
  }

  #damaged(number: number, error: unknown): DataFileError {
    const problem = `is damaged at line ${number} and was left as it is; move it away to start anew`;
    return new DataFileError(this.#path, problem, error);
  }
}

function foreign(path: string): DataFileError {
  return new DataFileError(path, 'was not written by an engine; choose another file');
}
