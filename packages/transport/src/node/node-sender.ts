import type { KyInstance, Options } from 'ky';
import type { CallRequest } from '../call-request.ts';
import { isAtHand } from '../encode-body.ts';
import type { Sender, ShortLane, WireResponse } from '../sender.ts';
import { multipartBody } from '../streams/multipart-body.ts';
import { blobBody, StreamBody } from '../streams/stream-body.ts';
import { decodeBody, decodeBodyIfPossible, decodeStream, encodingOf } from './content-encoding.ts';
import { decodeText } from './decode-text.ts';
import { dispatchCall, type WireAnswer, type WireHeaders, type WireRequest } from './dispatch-call.ts';
import { dispatchStream, type StreamedAnswer } from './dispatch-stream.ts';
import { decodeFor } from './encoding-error.ts';
import type { Lane, UndiciLanes } from './undici-lanes.ts';
import { UndiciShortLane } from './undici-short-lane.ts';

/** Which calls skip ky and go to undici at once; the policies are the same. */
export type DirectCalls = 'hot' | 'all' | 'none';

/** What {@link createNodeSender} works with. */
export interface NodeSenderOptions {
  readonly lanes: UndiciLanes;
  readonly direct: DirectCalls;
}

/** Node's last step: the hot calls of workers go straight to undici, all others through ky on a `fetch` over the same connections. */
export function createNodeSender(options: NodeSenderOptions): Sender {
  const { lanes, direct } = options;
  const viaKy = kyOnLanes(lanes);
  return {
    name: 'ky on undici',
    send: (request) => (isDirect(request, direct) ? sendDirect(lanes, request) : viaKy(request)),
    ...(direct !== 'none' && { shortLaneTo: shortLanes(lanes) }),
    close: () => lanes.close(),
  };
}

/** Remembers the lane of the last origin: a transport has one. */
function shortLanes(lanes: UndiciLanes): (url: string) => ShortLane | undefined {
  let known: UndiciShortLane | undefined;
  return (url) => {
    if (known?.leadsTo(url)) return known;
    const origin = url.slice(0, url.indexOf('/', url.indexOf('//') + 2));
    const dispatcher = lanes.openDispatcher(origin, 'acknowledgement');
    known = dispatcher && new UndiciShortLane(dispatcher, origin);
    return known;
  };
}

function isDirect(request: CallRequest, direct: DirectCalls): boolean {
  if (direct !== 'hot') return direct === 'all';
  return request.isLongPoll || request.operation.operationClass === 'acknowledgement';
}

/** The lane of a call. */
export function laneOf(request: CallRequest): Lane {
  if (request.isLongPoll) return 'poll';
  if (request.operation.operationClass === 'acknowledgement') return 'acknowledgement';
  return request.operation.response === 'stream' || !isAtHand(request.body) ? 'stream' : 'command';
}

/** Sends over the call's lane, without ky. */
async function sendDirect(lanes: UndiciLanes, request: CallRequest): Promise<WireResponse> {
  const wire = toWire(request);
  // Until a connection is there, no byte has left.
  request.mayHaveBeenSent = false;
  const found = lanes.dispatcher(wire.origin, laneOf(request));
  const dispatcher = found instanceof Promise ? await found : found;
  const { scope } = request;
  const onStart = (): void => {
    request.mayHaveBeenSent = true;
  };
  if (request.operation.response === 'stream')
    return readHead(request, await dispatchStream(dispatcher, wire, scope, onStart));
  const answer = await dispatchCall(dispatcher, wire, scope, onStart);
  return new NodeResponse(decoded(request, answer), request.operation.response === 'binary');
}

/** The answer as it was meant. */
function decoded(request: CallRequest, answer: WireAnswer): WireAnswer {
  const { status, headers } = answer;
  if (encodingOf(headers) === undefined) return answer;
  if (status >= 300 || request.operation.response === 'none')
    return { status, headers, body: decodeBodyIfPossible(answer) };
  return { status, headers, body: decodeFor(request, () => decodeBody(answer)) };
}

function toWire(request: CallRequest): WireRequest {
  const { url, operation, body, headers } = request;
  const pathStart = url.indexOf('/', url.indexOf('//') + 2);
  const origin = url.slice(0, pathStart);
  const path = url.slice(pathStart);
  if (isAtHand(body)) return { origin, path, method: operation.method, headers, body: body ?? null };
  const streamed = toStreamBody(body);
  const own: Record<string, string> = { 'content-type': streamed.contentType };
  if (streamed.length !== undefined) own['content-length'] = String(streamed.length);
  const sent = { ...own, ...headers };
  return { origin, path, method: operation.method, headers: sent, body: streamed.open(request) };
}

/** undici knows only its own forms and files, not those of the runtime. */
function toStreamBody(body: FormData | Blob | StreamBody): StreamBody {
  if (body instanceof StreamBody) return body;
  return body instanceof Blob ? blobBody(body) : multipartBody(body);
}

/** The stream of a success; an error answer is read to its end. */
async function readHead(request: CallRequest, answer: StreamedAnswer): Promise<WireResponse> {
  const { status, headers } = answer;
  const header = (name: string): string | undefined => headerOf(headers, name);
  if (status < 300) return { status, header, body: decodeFor(request, () => decodeStream(answer)) };
  const body = Buffer.from(await new Response(answer.body).arrayBuffer());
  return { status, header, body: decodeText(decodeBodyIfPossible({ status, headers, body })) };
}

function headerOf(headers: WireHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

class NodeResponse implements WireResponse {
  readonly status: number;
  readonly #answer: WireAnswer;
  readonly #binary: boolean;

  constructor(answer: WireAnswer, binary: boolean) {
    this.status = answer.status;
    this.#answer = answer;
    this.#binary = binary && answer.status < 300;
  }

  get body(): string | Uint8Array {
    const { body } = this.#answer;
    if (this.#binary) return new Uint8Array(body);
    return decodeText(body);
  }

  header(name: string): string | undefined {
    return headerOf(this.#answer.headers, name);
  }
}

/** ky, with a `fetch` below it that sends the call itself over the lanes: the `Request` that ky makes is not read again. */
function kyOnLanes(lanes: UndiciLanes): (request: CallRequest) => Promise<WireResponse> {
  let client: KyInstance | undefined;
  let loading: Promise<KyInstance> | undefined;
  return async (request) => {
    loading ??= import('ky').then((module) => module.default);
    client ??= await loading;
    let answer: WireResponse | undefined;
    // ky copies the options for each member that they have.
    const options: Options = {
      retry: 0,
      timeout: false,
      fetch: async () => {
        answer = await sendDirect(lanes, request);
        return READ;
      },
    };
    await client(request.url, options);
    if (answer === undefined) throw new Error('ky did not send the call');
    return answer;
  };
}

/** What ky gets to see of an answer, which is read already and judged later: an object that it takes for a response. */
const READ = Object.freeze({
  [Symbol.toStringTag]: 'Response',
  status: 200,
  ok: true,
  type: 'default',
}) as unknown as Response;
