import type { Dispatcher } from 'undici';
import type { CallCancellation } from '../call-cancellation.ts';

/** What requests are sent over: one of undici's dispatchers, or something that uses them. */
export interface WireDispatcher {
  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): unknown;
}

/** One request, as undici takes it. */
export interface WireRequest {
  readonly origin: string;
  /** Path with query. */
  readonly path: string;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array> | null;
}

/** Header values by lower-case name, as undici gives them. */
export type WireHeaders = Record<string, string | string[] | undefined>;

/** An answer, read to its end. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: WireHeaders;
  readonly body: Buffer;
}

const EMPTY = Buffer.alloc(0);

/**
 * Sends a request over a dispatcher and reads the whole answer: what undici's `request` does, without a stream per answer, which is a
 * third of its cost.
 *
 * @param onStart called when a connection is there and the first byte is about to be written
 */
export function dispatchCall(
  dispatcher: WireDispatcher,
  request: WireRequest,
  cancellation: CallCancellation,
  onStart: () => void,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let headers: WireHeaders = {};
    let first: Buffer = EMPTY;
    let chunks: Buffer[] | undefined;
    let controller: Dispatcher.DispatchController | undefined;
    const unsubscribe = cancellation.subscribe((reason) => {
      // Before there is a connection, undici keeps the request in its queue: the handler refuses it then.
      controller?.abort(
        reason instanceof Error ? reason : new Error('The call was cancelled', { cause: reason }),
      );
      reject(reason);
    });
    dispatcher.dispatch(request as Dispatcher.DispatchOptions, {
      onRequestStart(started) {
        if (cancellation.cancelled) {
          started.abort(new Error('The call was cancelled'));
          return;
        }
        controller = started;
        onStart();
      },
      onResponseStart(_controller, statusCode, responseHeaders) {
        status = statusCode;
        headers = responseHeaders;
      },
      onResponseData(_controller, chunk) {
        if (chunks !== undefined) chunks.push(chunk);
        else if (first === EMPTY) first = chunk;
        else chunks = [first, chunk];
      },
      onResponseEnd() {
        unsubscribe();
        resolve({ status, headers, body: chunks === undefined ? first : Buffer.concat(chunks) });
      },
      onResponseError(_controller, error) {
        unsubscribe();
        reject(error);
      },
    });
  });
}
