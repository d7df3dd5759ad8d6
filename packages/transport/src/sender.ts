import type { CallRequest } from './call-request.ts';

/** An answer as it came over the wire. */
export interface WireResponse {
  readonly status: number;
  /** A header's value by its lower-case name. */
  header(name: string): string | undefined;
  /**
   * Read to its end: bytes when the operation answers with bytes and the status says success, else text. When the operation answers with a
   * stream and the status says success, a stream; cancelling it lets go of the connection.
   */
  readonly body: string | Uint8Array | ReadableStream<Uint8Array>;
}

/** The last step of the pipeline: puts a call on the wire. */
export interface Sender {
  /** What it is, for people: `ky`, `undici`. */
  readonly name: string;
  /**
   * Sends the call once and reads the whole answer, or its head where the operation answers with a stream. Ends at once when the call is cancelled. Sets `mayHaveBeenSent` of the request
   * to `false` where it knows that no byte left the process.
   *
   * @throws the error of the HTTP client as it is, for any failure to get a complete answer
   */
  send(request: CallRequest): Promise<WireResponse>;
  /** Lets go of connections. */
  close(): Promise<void>;
}
