import type { FetchLike } from '@camunda/core';
import { CallCancellation } from '../call-cancellation.ts';
import { decodeBody, decodeBodyIfPossible, decodeStream } from './content-encoding.ts';
import { dispatchCall, type WireAnswer, type WireHeaders, type WireRequest } from './dispatch-call.ts';
import { dispatchStream, type StreamedAnswer } from './dispatch-stream.ts';
import type { Lane, UndiciLanes } from './undici-lanes.ts';

/** What a {@link createNodeFetch} does for one call. */
export interface NodeFetchOptions {
  /** Which connections are used. @default 'command' */
  readonly lane?: Lane | undefined;
  /** Sends the body while it is read, without its length. @default false */
  readonly streamsBody?: boolean | undefined;
  /** Gives the answer as soon as its head is there. @default false */
  readonly streamsAnswer?: boolean | undefined;
  /** Called when a connection is there and the first byte is about to be written. @default nothing is called */
  readonly onStart?: (() => void) | undefined;
}

/** A `fetch` over the lanes: the same certificates, proxies and connections as for calls. Redirects are never followed. */
export function createNodeFetch(lanes: UndiciLanes, options: NodeFetchOptions = {}): FetchLike {
  const { lane = 'command', streamsBody, streamsAnswer, onStart = () => undefined } = options;
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const url = new URL(request.url);
    const cancellation = new CallCancellation();
    const onAbort = (): void => cancellation.cancel(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const whole = async () => new Uint8Array(await request.arrayBuffer());
      const body = request.body === null || streamsBody ? request.body : await whole();
      const wire: WireRequest = {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method as WireRequest['method'],
        headers: Object.fromEntries(request.headers),
        body,
      };
      const dispatcher = await lanes.dispatcher(url.origin, lane);
      const dispatch = streamsAnswer ? dispatchStream : dispatchCall;
      const answer = await dispatch(dispatcher, wire, cancellation, onStart);
      return toResponse(answer.status, answer.headers, decoded(answer), request);
    } catch (error) {
      if (cancellation.cancelled) throw error;
      // The form that fetch gives its failures.
      throw new TypeError('fetch failed', { cause: error });
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };
}

/** Like every fetch, without the compression of the way. */
function decoded(answer: WireAnswer | StreamedAnswer): Buffer | ReadableStream<Uint8Array> {
  if (!(answer.body instanceof Uint8Array)) return decodeStream(answer as StreamedAnswer);
  return answer.status < 300 ? decodeBody(answer as WireAnswer) : decodeBodyIfPossible(answer as WireAnswer);
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

function toResponse(
  status: number,
  given: WireHeaders,
  body: Buffer | ReadableStream,
  request: Request,
): Response {
  if (status >= 300 && status < 400 && status !== 304 && request.redirect !== 'manual') {
    throw new Error(
      `The answer of ${new URL(request.url).origin} is a redirect (${status}), which is not followed`,
    );
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    for (const single of Array.isArray(value) ? value : [value ?? '']) headers.append(name, single);
  }
  const withoutBody = WITHOUT_BODY.has(status) || request.method === 'HEAD';
  return new Response(withoutBody ? null : (body as BodyInit), { status, headers });
}
