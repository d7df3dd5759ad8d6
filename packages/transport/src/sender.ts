import type { CallRequest } from './call-request.ts';
import type { Operation } from './operation.ts';

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
  /**
   * What calls with a text as their body can be sent over without a promise for each, where that exists and is open already. Whatever
   * goes this way is sent once, and is told to a listener.
   */
  shortLaneTo?(url: string): ShortLane | undefined;
  /** Lets go of connections. */
  close(): Promise<void>;
}

/** See {@link Sender.shortLaneTo}. */
export interface ShortLane {
  begin(message: ShortMessage, listener: ShortListener): ShortExchange;
}

/** What goes over a {@link ShortLane}. */
export interface ShortMessage {
  readonly operation: Operation;
  /** The full address. */
  readonly url: string;
  /** Header values by lower-case name. */
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Hears how a {@link ShortMessage} fared: of its end once, unless it is aborted. */
export interface ShortListener {
  /** A connection is there, and the first byte is about to leave. */
  onStart(): void;
  onAnswer(response: WireResponse): void;
  /** There is no complete answer; `error` is the HTTP client's, as it is. */
  onFailure(error: unknown): void;
}

/** A message that is under way. */
export interface ShortExchange {
  /** Gives it up, together with its connection. */
  abort(): void;
}
