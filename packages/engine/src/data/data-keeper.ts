import type { EngineCore } from '../runtime/engine-core.ts';
import type { EngineEvent } from '../runtime/event.ts';
import { PlainJson } from '../snapshot/plain-json.ts';
import type { DataFileError } from './data-file-error.ts';
import { type ClockLine, formatLine, HEADER } from './data-lines.ts';
import { lockDataFile } from './file-lock.ts';
import { LineFile } from './line-file.ts';
import { readData } from './read-data.ts';
import { writeMemory } from './write-memory.ts';

/** How a file is kept. */
export interface DataKeeperOptions {
  /** Hears when what happens cannot be written any more, or the file cannot be compacted. @default nobody */
  readonly onFailure?: ((error: DataFileError) => void) | undefined;
  /** The file becomes a snapshot again when it is that much longer than twice the last one. @default 16 MiB */
  readonly compactAfterBytes?: number | undefined;
}

const COMPACT_AFTER_BYTES = 16 * 1024 * 1024;

/**
 * Keeps what happens to an engine in a file: what one request sets off is one write, done before the request is answered.
 * What cannot be written is tried again with the next write; until then {@link failure} says why.
 */
export class DataKeeper {
  readonly #engine: EngineCore;
  readonly #file: LineFile;
  readonly #json: PlainJson;
  readonly #unlock: () => void;
  readonly #end: () => void;
  #events: EngineEvent[] = [];
  /** Lines that could not be written yet. */
  #unwritten = '';
  #writtenSources: number;
  #clock: ClockLine;
  #compactAtBytes: number;
  readonly #compactAfterBytes: number;
  readonly #onFailure: (error: DataFileError) => void;
  #failure: DataFileError | undefined;
  #failures = 0;

  /** Opens a file, and lets a new engine go on from what it says. @throws DataFileError */
  static async open(path: string, engine: EngineCore, options: DataKeeperOptions = {}): Promise<DataKeeper> {
    const unlock = lockDataFile(path);
    try {
      const file = new LineFile(path);
      try {
        const isNew = !(await readData(file, engine));
        file.cut();
        if (isNew) {
          file.append(HEADER);
        }
        return new DataKeeper(file, engine, unlock, options);
      } catch (error) {
        file.close();
        throw error;
      }
    } catch (error) {
      unlock();
      throw error;
    }
  }

  private constructor(
    file: LineFile,
    engine: EngineCore,
    unlock: () => void,
    { onFailure = () => {}, compactAfterBytes = COMPACT_AFTER_BYTES }: DataKeeperOptions,
  ) {
    this.#onFailure = onFailure;
    this.#compactAfterBytes = compactAfterBytes;
    this.#file = file;
    this.#engine = engine;
    this.#unlock = unlock;
    this.#json = new PlainJson(engine.models);
    this.#writtenSources = engine.models.sourceCount;
    this.#clock = clockOf(engine);
    this.#compactAtBytes = file.bytes * 2 + compactAfterBytes;
    const endListening = engine.log.subscribe((event) => this.#events.push(event));
    const endWatching = engine.onRest(() => this.#write());
    this.#end = () => {
      endListening();
      endWatching();
    };
  }

  /** Why what happened last is not in the file; undefined if it is. */
  get failure(): DataFileError | undefined {
    return this.#failure;
  }

  /** How often writing has failed. */
  get failures(): number {
    return this.#failures;
  }

  /** @throws DataFileError why what happened last is not in the file */
  throwFailure(): void {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }

  /** Writes what is still unwritten, and lets go of the file. @throws DataFileError if that fails */
  close(): void {
    this.#end();
    this.#write();
    this.#file.close();
    this.#unlock();
    this.throwFailure();
  }

  #write(): void {
    this.#takeSources();
    this.#takeEvents();
    if (this.#unwritten === '') {
      return;
    }
    try {
      this.#file.append(this.#unwritten);
      this.#unwritten = '';
      this.#failure = undefined;
    } catch (error) {
      this.#fail(error as DataFileError);
      return;
    }
    if (this.#file.bytes > this.#compactAtBytes) {
      this.#compact();
    }
  }

  #fail(error: DataFileError): void {
    const isNew = this.#failure === undefined;
    this.#failure = error;
    this.#failures += 1;
    if (isNew) {
      this.#onFailure(error);
    }
  }

  #takeSources(): void {
    const { models } = this.#engine;
    if (models.sourceCount === this.#writtenSources) {
      return;
    }
    for (const source of [...models.sources].slice(this.#writtenSources)) {
      this.#unwritten += formatLine({ kind: 'source', source });
      this.#writtenSources += 1;
    }
  }

  #takeEvents(): void {
    const { environment, keys } = this.#engine;
    const clock = clockOf(this.#engine);
    const { pinnedAt, offsetMs } = this.#clock;
    if (this.#events.length === 0 && clock.pinnedAt === pinnedAt && clock.offsetMs === offsetMs) {
      return;
    }
    const events = this.#json.write(this.#events);
    this.#unwritten += formatLine({
      kind: 'events',
      events,
      random: environment.random.state,
      nextKey: keys.peek(),
      clock,
    });
    this.#events = [];
    this.#clock = clock;
  }

  /** A file that cannot be compacted (there is no room for a second one) still is complete. */
  #compact(): void {
    try {
      this.#file.replace(writeMemory(this.#engine));
    } catch (error) {
      this.#onFailure(error as DataFileError);
    }
    this.#compactAtBytes = this.#file.bytes * 2 + this.#compactAfterBytes;
  }
}

function clockOf(engine: EngineCore): ClockLine {
  const { pinnedAt, offsetMs } = engine.environment.clock.position;
  return { pinnedAt: pinnedAt ?? null, offsetMs };
}
