import { type ByteSource, type Pieces, readPieces } from './byte-source.ts';

/** A part of a {@link StreamBody}: bytes and files can be read again, a source cannot. */
export type StreamPart = Uint8Array | Blob | ByteSource;

/** Hears how the sending of a body goes. */
export interface BodyObserver {
  /** The connection has taken a piece. */
  pieceTaken(): void;
  /** A source could not be read. */
  sourceFailed(error: unknown): void;
}

/** A body that is put together while it is sent. */
export class StreamBody {
  readonly contentType: string;
  /** The length in bytes; `undefined` where nobody knows before the end. */
  readonly length: number | undefined;
  readonly #parts: readonly StreamPart[];
  readonly #isRepeatable: boolean;
  #opened = false;
  #unread: readonly StreamPart[];
  #pieces: Pieces | undefined;

  constructor(parts: readonly StreamPart[], contentType: string, length: number | undefined) {
    this.#parts = parts;
    this.#unread = parts;
    this.contentType = contentType;
    this.length = length;
    this.#isRepeatable = !parts.some(isSource);
  }

  /** Whether it can be sent now: files always, sources once. */
  get canBeSent(): boolean {
    return this.#isRepeatable || !this.#opened;
  }

  /** The bytes, piece by piece. */
  async *open(observer: BodyObserver): AsyncGenerator<Uint8Array, undefined> {
    this.#opened = true;
    for (const [index, part] of this.#parts.entries()) {
      this.#unread = this.#parts.slice(index + 1);
      if (part instanceof Uint8Array) {
        yield part;
        observer.pieceTaken();
      } else yield* this.#read(part, observer);
    }
  }

  /** Lets go of the sources, whose rest nobody wants. */
  release(reason: unknown): void {
    this.#pieces?.release(reason);
    for (const part of this.#unread) {
      if (isSource(part) && !(part instanceof ReadableStream && part.locked))
        readPieces(part).release(reason);
    }
    this.#unread = [];
  }

  async *#read(part: Blob | ByteSource, observer: BodyObserver): AsyncGenerator<Uint8Array, undefined> {
    let piece: Uint8Array | undefined;
    do {
      try {
        this.#pieces ??= readPieces(part instanceof Blob ? part.stream() : part);
        piece = await this.#pieces.next();
        if (piece !== undefined && !(piece instanceof Uint8Array))
          throw new TypeError(`A piece of the stream has to be a Uint8Array, not a ${typeof piece}`);
      } catch (error) {
        observer.sourceFailed(error);
        throw error;
      }
      if (piece !== undefined && piece.byteLength > 0) {
        yield piece;
        observer.pieceTaken();
      }
    } while (piece !== undefined);
    this.#pieces = undefined;
  }
}

function isSource(part: StreamPart): part is ByteSource {
  return !(part instanceof Uint8Array || part instanceof Blob);
}

/** A file as a body of its own. */
export function blobBody(blob: Blob): StreamBody {
  return new StreamBody([blob], blob.type === '' ? 'application/octet-stream' : blob.type, blob.size);
}

/** The same body for a `fetch`. */
export function toReadableStream(body: StreamBody, observer: BodyObserver): ReadableStream<Uint8Array> {
  const pieces = body.open(observer);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => body.release(reason),
    },
    { highWaterMark: 0 },
  );
}
