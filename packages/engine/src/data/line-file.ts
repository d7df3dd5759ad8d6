import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { DataFileError } from './data-file-error.ts';

const CHUNK_BYTES = 1 << 20;
const REST_BYTES = 1_000;

/** A file of lines. What ends without a line end was being written when its writer died, and counts as never written. */
export class LineFile {
  readonly path: string;
  #descriptor: number;
  #bytes = 0;
  #rest = '';
  #isTorn = false;

  /** Opens a file, or makes it. @throws DataFileError */
  constructor(path: string) {
    this.path = path;
    this.#descriptor = attempt(path, 'cannot be opened', () => openSync(path, 'a+'));
  }

  /** How long the file is, up to the end of its last line. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The beginning of what is after the last whole line, once all has been read. */
  get rest(): string {
    return this.#rest;
  }

  /** Every whole line. What is after the last one stays, until it is {@link cut} off. @throws DataFileError */
  *read(): IterableIterator<string> {
    let rest = Buffer.alloc(0);
    for (const chunk of this.#chunks()) {
      let start = 0;
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
        yield bytes.toString('utf8', start, end);
        this.#bytes += end + 1 - start;
        start = end + 1;
      }
      rest = Buffer.from(bytes.subarray(start));
    }
    this.#rest = rest.toString('utf8', 0, REST_BYTES);
  }

  /** Cuts off what is after the last whole line. */
  cut(): void {
    if (fstatSync(this.#descriptor).size > this.#bytes) {
      attempt(this.path, 'cannot be written', () => ftruncateSync(this.#descriptor, this.#bytes));
    }
  }

  /** Adds whole lines. What of them was written when it fails is taken back before the next ones. @throws DataFileError */
  append(text: string): void {
    try {
      if (this.#isTorn) {
        ftruncateSync(this.#descriptor, this.#bytes);
      }
      this.#isTorn = true;
      this.#bytes += writeFully(this.#descriptor, text);
      this.#isTorn = false;
    } catch (error) {
      throw new DataFileError(this.path, 'cannot be written', error);
    }
  }

  /** Puts other lines in the place of all there are; a crash in between leaves the old ones. @throws DataFileError */
  replace(lines: Iterable<string>): void {
    const draft = `${this.path}.new`;
    try {
      const bytes = writeAll(draft, lines);
      this.#moveHere(draft);
      this.#bytes = bytes;
    } catch (error) {
      rmSync(draft, { force: true });
      throw new DataFileError(this.path, 'cannot be compacted', error);
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #moveHere(draft: string): void {
    // Windows renames over no file that is open.
    closeSync(this.#descriptor);
    try {
      renameSync(draft, this.path);
    } finally {
      this.#descriptor = openSync(this.path, 'a+');
    }
  }

  *#chunks(): IterableIterator<Buffer> {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let position = 0;
    for (;;) {
      const read = attempt(this.path, 'cannot be read', () =>
        readSync(this.#descriptor, buffer, 0, buffer.length, position),
      );
      if (read === 0) {
        return;
      }
      position += read;
      yield buffer.subarray(0, read);
    }
  }
}

function writeAll(path: string, lines: Iterable<string>): number {
  const descriptor = openSync(path, 'w');
  try {
    let bytes = 0;
    for (const line of lines) {
      bytes += writeFully(descriptor, line);
    }
    fsyncSync(descriptor);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function attempt<Result>(path: string, problem: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new DataFileError(path, problem, error);
  }
}

function writeFully(descriptor: number, text: string): number {
  const data = Buffer.from(text);
  for (let done = 0; done < data.length; ) {
    done += writeSync(descriptor, data, done);
  }
  return data.length;
}
