/** Bytes that come in one piece after the other: a web stream, a Node stream, or what an async generator gives. */
export type ByteSource = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** Whether a value can be read as a {@link ByteSource}. */
export function isByteSource(value: unknown): value is ByteSource {
  return (
    value instanceof ReadableStream ||
    (typeof value === 'object' && value !== null && Symbol.asyncIterator in value)
  );
}

/** The pieces of a source. Not every runtime lets `for await` read a web stream, nor end it while it is being waited for. */
export interface Pieces {
  /** The next piece; `undefined` after the last one. */
  next(): Promise<Uint8Array | undefined>;
  /** Tells the source that nobody reads on, also while `next` waits. */
  release(reason: unknown): void;
}

/** Begins to read a source. */
export function readPieces(source: ByteSource): Pieces {
  if (source instanceof ReadableStream) {
    const reader = source.getReader();
    return {
      next: async () => (await reader.read()).value,
      release: (reason) => ignoreFailure(reader.cancel(reason)),
    };
  }
  const iterator = source[Symbol.asyncIterator]();
  return {
    next: async () => {
      const { done, value } = await iterator.next();
      return done === true ? undefined : value;
    },
    release: () => {
      // A generator that waits hears of its end only afterwards; a Node stream can be ended at once.
      if ('destroy' in source && typeof source.destroy === 'function') source.destroy();
      ignoreFailure(iterator.return?.());
    },
  };
}

/** The call has ended already, and how it ended is what its caller hears. */
function ignoreFailure(ending: Promise<unknown> | undefined): void {
  ending?.catch(() => undefined);
}
