import type { CallRequest } from './call-request.ts';

/** An answer as it came over the wire, its body read to the end. */
export interface WireResponse {
  readonly status: number;
  /** A header's value by its lower-case name. */
  header(name: string): string | undefined;
  /** Bytes when the operation answers with bytes and the status says success, else text. */
  readonly body: string | Uint8Array;
}

/** The last step of the pipeline: puts a call on the wire. */
export interface Sender {
  /** What it is, for people: `ky`, `undici`. */
  readonly name: string;
  /**
   * Sends the call once and reads the whole answer. Ends at once when the call is cancelled. Sets `mayHaveBeenSent` of the request
   * to `false` where it knows that no byte left the process.
   *
   * @throws the error of the HTTP client as it is, for any failure to get a complete answer
   */
  send(request: CallRequest): Promise<WireResponse>;
  /** Lets go of connections. */
  close(): Promise<void>;
}
