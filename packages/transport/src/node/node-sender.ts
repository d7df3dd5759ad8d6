import type { KyInstance, Options } from 'ky';
import type { CallRequest } from '../call-request.ts';
import type { EncodedBody } from '../encode-body.ts';
import type { Sender, WireResponse } from '../sender.ts';
import { dispatchCall, type WireAnswer, type WireRequest } from './dispatch-call.ts';
import type { Lane, UndiciLanes } from './undici-lanes.ts';

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
    close: () => lanes.close(),
  };
}

function isDirect(request: CallRequest, direct: DirectCalls): boolean {
  if (direct !== 'hot') return direct === 'all';
  return request.isLongPoll || request.operation.operationClass === 'acknowledgement';
}

/** The lane of a call. */
export function laneOf(request: CallRequest): Lane {
  if (request.isLongPoll) return 'poll';
  return request.operation.operationClass === 'acknowledgement' ? 'acknowledgement' : 'command';
}

/** Sends over the call's lane, without ky. */
async function sendDirect(lanes: UndiciLanes, request: CallRequest): Promise<WireResponse> {
  const wire = await toWire(request);
  // Until a connection is there, no byte has left.
  request.mayHaveBeenSent = false;
  const found = lanes.dispatcher(wire.origin, laneOf(request));
  const dispatcher = found instanceof Promise ? await found : found;
  const { scope } = request;
  const answer = await dispatchCall(dispatcher, wire, scope, () => {
    request.mayHaveBeenSent = true;
  });
  return new NodeResponse(answer, request.operation.response === 'binary');
}

async function toWire(request: CallRequest): Promise<WireRequest> {
  const { url, operation } = request;
  const pathStart = url.indexOf('/', url.indexOf('//') + 2);
  const origin = url.slice(0, pathStart);
  const path = url.slice(pathStart);
  const { body, headers } = isPlain(request.body)
    ? { body: request.body ?? null, headers: request.headers }
    : await serialise(request);
  return { origin, path, method: operation.method, headers, body };
}

function isPlain(body: EncodedBody): body is string | Uint8Array | undefined {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

/** A form or a file as bytes: undici knows only its own classes, not those of the runtime. */
async function serialise(
  request: CallRequest,
): Promise<{ body: Uint8Array; headers: Record<string, string> }> {
  const response = new Response(request.body as BodyInit);
  const type = response.headers.get('content-type') ?? 'application/octet-stream';
  const body = new Uint8Array(await response.arrayBuffer());
  return { body, headers: { 'content-type': type, ...request.headers } };
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
    return this.#binary ? new Uint8Array(this.#answer.body) : this.#answer.body.toString('utf8');
  }

  header(name: string): string | undefined {
    const value = this.#answer.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
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
    const options: Options = {
      method: request.operation.method,
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
