import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What goes wrong between client and server. */
export type Fault =
  /** Nothing. */
  | 'none'
  /** The connection is reset before the server sees the request. */
  | 'reset-before-send'
  /** The server does its work, then the connection is reset without an answer. */
  | 'reset-after-send'
  /** The server does its work, then the connection is reset in the middle of the answer's headers. */
  | 'mid-headers'
  /** The server does its work, then the connection is reset in the middle of the answer's body. */
  | 'mid-body'
  /** The request is swallowed, and no answer comes. */
  | 'black-hole'
  /** The server does its work, and no answer comes. */
  | 'black-hole-after-send'
  /** The server does its work, and the answer comes a byte at a time. */
  | 'slow-drip'
  /** The server does its work, then the proxy ends its side of the connection without an answer. */
  | 'half-close'
  /** The server does its work, and the answer is not HTTP. */
  | 'garbage';

/** Every fault, for matrix tests. */
export const FAULTS: readonly Fault[] = [
  'none',
  'reset-before-send',
  'reset-after-send',
  'mid-headers',
  'mid-body',
  'black-hole',
  'black-hole-after-send',
  'slow-drip',
  'half-close',
  'garbage',
];

/** A request as the proxy saw it. */
export interface ProxiedRequest {
  /** Counts from 0, over all connections. */
  readonly index: number;
  readonly method: string;
  readonly url: string;
}

/** Decides what goes wrong with a request. */
export type FaultPlan = (request: ProxiedRequest) => Fault;

export interface FaultProxyOptions {
  /** Where requests go, such as `http://127.0.0.1:8080`; a path in it is ignored. */
  readonly target: string;
  /** @default nothing goes wrong */
  readonly plan?: FaultPlan;
  /** The time between two bytes of a slow drip, in milliseconds; 0 for a turn of the event loop. @default 5 */
  readonly dripMs?: number;
}

export interface FaultProxy {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly port: number;
  /** Every request that reached the proxy, with its fault. */
  readonly requests: readonly (ProxiedRequest & { readonly fault: Fault })[];
  /** The requests that the server has answered: its side effects. */
  readonly effects: readonly ProxiedRequest[];
  /** Replaces the plan from the next request on. */
  setPlan(plan: FaultPlan): void;
  /** Resets every connection, as a restarting load balancer does. */
  resetAll(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A plan that gives the faults in turn, then none. */
export function inTurn(...faults: readonly Fault[]): FaultPlan {
  let next = 0;
  return () => {
    const fault = faults[next] ?? 'none';
    next += 1;
    return fault;
  };
}

/** A proxy on loopback that damages connections on purpose, and counts what the server did nevertheless. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const target = new URL(options.target);
  const requests: (ProxiedRequest & { readonly fault: Fault })[] = [];
  const effects: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  let plan: FaultPlan = options.plan ?? (() => 'none');
  const server = createServer((incoming, response) => {
    const seen = { index: requests.length, method: incoming.method ?? '', url: incoming.url ?? '' };
    const fault = plan(seen);
    requests.push({ ...seen, fault });
    if (fault === 'reset-before-send') {
      reset(incoming.socket);
      return;
    }
    if (fault === 'black-hole') {
      incoming.resume();
      return;
    }
    forward(incoming, response, target, (answer) => {
      effects.push(seen);
      answerWith(fault, incoming.socket, response, answer, options.dripMs ?? 5);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that gives up resets the connection: that is the point of the exercise.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    effects,
    setPlan: (next) => {
      plan = next;
    },
    resetAll: () => {
      for (const socket of sockets) reset(socket);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The server's whole answer. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  target: URL,
  onAnswer: (answer: Answer) => void,
): void {
  const { host: _, ...headers } = incoming.headers;
  const upstream = httpRequest(
    {
      host: target.hostname,
      port: target.port,
      method: incoming.method,
      path: incoming.url,
      headers,
      agent: false,
    },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => reset(incoming.socket));
      answer.on('end', () => {
        onAnswer({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) });
      });
    },
  );
  upstream.on('error', () => reset(incoming.socket));
  // The client's end is the server's end, as with a proxy that only copies bytes.
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  incoming.pipe(upstream);
}

function answerWith(
  fault: Fault,
  socket: Socket,
  response: ServerResponse,
  answer: Answer,
  dripMs: number,
): void {
  const raw = rawAnswer(answer);
  const headersEnd = raw.indexOf('\r\n\r\n') + 4;
  switch (fault) {
    case 'reset-after-send':
      reset(socket);
      break;
    case 'mid-headers':
      writeThenReset(socket, raw.subarray(0, Math.floor(headersEnd / 2)));
      break;
    case 'mid-body':
      writeThenReset(socket, raw.subarray(0, headersEnd + Math.floor((raw.length - headersEnd) / 2)));
      break;
    case 'black-hole-after-send':
    case 'black-hole':
    case 'reset-before-send':
      break;
    case 'slow-drip':
      drip(socket, raw, dripMs);
      break;
    case 'half-close':
      socket.end();
      break;
    case 'garbage':
      socket.end('\x16\x03\x01 this is not HTTP\r\n\r\n');
      break;
    case 'none':
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
  }
}

/** The answer as bytes; a server's chunks become one body with a length, so that "the middle" is well defined. */
function rawAnswer({ status, headers, body }: Answer): Buffer {
  const lines = [`HTTP/1.1 ${status} Answer`];
  for (const [name, value] of Object.entries(headers)) {
    if (['transfer-encoding', 'content-length', 'connection', 'keep-alive'].includes(name)) continue;
    for (const single of Array.isArray(value) ? value : [value ?? '']) lines.push(`${name}: ${single}`);
  }
  if (status !== 204) lines.push(`content-length: ${body.length}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}

function writeThenReset(socket: Socket, bytes: Buffer): void {
  // The reset follows in a later turn of the loop, so that the bytes are on their way first.
  socket.write(bytes, () => setImmediate(() => reset(socket)));
}

function drip(socket: Socket, bytes: Buffer, dripMs: number): void {
  let sent = 0;
  socket.setNoDelay(true);
  const later = (): unknown => (dripMs === 0 ? setImmediate(next) : setTimeout(next, dripMs));
  const next = (): void => {
    if (socket.destroyed) return;
    socket.write(bytes.subarray(sent, sent + 1));
    sent += 1;
    if (sent < bytes.length) later();
    else socket.end();
  };
  later();
}

function reset(socket: Socket | Duplex): void {
  if ('resetAndDestroy' in socket) socket.resetAndDestroy();
  else socket.destroy();
}
