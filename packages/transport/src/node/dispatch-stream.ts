import type { Dispatcher } from 'undici';
import type { CallCancellation } from '../call-cancellation.ts';
import type { WireDispatcher, WireHeaders, WireRequest } from './dispatch-call.ts';

/** An answer whose head is there. */
export interface StreamedAnswer {
  readonly status: number;
  readonly headers: WireHeaders;
  /** The rest. Cancelling it gives the connection up. */
  readonly body: ReadableStream<Uint8Array>;
}

/** How much of an answer is held when it comes in faster than it is read, in bytes. */
const BUFFERED_BYTES = 64 * 1024;

/**
 * Sends a request over a dispatcher and gives the answer as soon as its head is there; the connection is read no faster than the stream.
 *
 * @param cancellation ends the call until the head is there, and an error answer until its end
 * @param onStart called when a connection is there and the first byte is about to be written
 */
export function dispatchStream(
  dispatcher: WireDispatcher,
  request: WireRequest,
  cancellation: CallCancellation,
  onStart: () => void,
): Promise<StreamedAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let sink: ReadableStreamDefaultController<Uint8Array> | undefined;
    const unsubscribe = cancellation.subscribe((reason) => {
      controller?.abort(asError(reason));
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
      onResponseStart(answering, status, headers) {
        // Others may come before the answer itself.
        if (status < 200) return;
        const body = new ReadableStream<Uint8Array>(
          {
            start(made) {
              sink = made;
            },
            pull: () => answering.resume(),
            cancel(reason) {
              sink = undefined;
              unsubscribe();
              answering.abort(asError(reason));
            },
          },
          { highWaterMark: BUFFERED_BYTES, size: (chunk) => chunk.byteLength },
        );
        resolve({ status, headers, body });
      },
      onResponseData(answering, chunk) {
        sink?.enqueue(chunk);
        if ((sink?.desiredSize ?? 1) <= 0) answering.pause();
      },
      onResponseEnd() {
        unsubscribe();
        sink?.close();
      },
      onResponseError(_answering, error) {
        unsubscribe();
        if (sink === undefined) reject(error);
        else sink.error(error);
      },
    });
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The call was cancelled', { cause: reason });
}
