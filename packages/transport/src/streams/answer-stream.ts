import type { WireResponse } from '../sender.ts';

/** A successful answer that is read while it comes in. Read it to its end, or cancel it: until then it keeps a connection. */
export class AnswerStream {
  /**
   * The bytes. It fails with a `TimeoutError` when nothing comes for as long as the call's time limit says, with a `NetworkError` when the
   * connection breaks, and with the reason of the call's signal.
   */
  readonly stream: ReadableStream<Uint8Array>;
  /** The content type, where the cluster named one. */
  readonly contentType: string | undefined;
  /** The length in bytes, where the cluster said it. */
  readonly contentLength: number | undefined;
  readonly #response: Pick<WireResponse, 'header'>;

  constructor(stream: ReadableStream<Uint8Array>, response: Pick<WireResponse, 'header'>) {
    this.stream = stream;
    this.#response = response;
    this.contentType = response.header('content-type');
    // The length of a compressed answer is not that of what is read.
    const length =
      response.header('content-encoding') === undefined ? response.header('content-length') : undefined;
    this.contentLength = length === undefined || !/^\d+$/.test(length) ? undefined : Number(length);
  }

  /** A header's value by its lower-case name. */
  header(name: string): string | undefined {
    return this.#response.header(name);
  }

  /** Lets go of what has not been read, and of the connection. */
  async cancel(reason?: unknown): Promise<void> {
    if (!this.stream.locked) await this.stream.cancel(reason);
  }

  /** The same as {@link AnswerStream.cancel}; nothing after the stream has been read to its end. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.cancel();
  }
}
