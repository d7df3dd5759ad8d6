import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as the stub got it. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What the stub answers with: JSON by default. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text or bytes are sent as they are, anything else as JSON, `undefined` as nothing. */
  readonly body?: unknown;
}

/** Decides the answer; may take its time, or write to `response` itself and give `undefined`. */
export type StubHandler = (
  request: RecordedRequest,
  response: ServerResponse,
  index: number,
) => StubAnswer | undefined | Promise<StubAnswer | undefined>;

/** A real HTTP server on a port of its own that records what it gets. */
export interface StubServer {
  readonly baseUrl: string;
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  /** Names and values of the requests' headers in turn, as they came. */
  readonly rawHeaders: readonly (readonly string[])[];
  readonly server: Server;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startStubServer(handler: StubHandler = () => ({ body: {} })): Promise<StubServer> {
  const requests: RecordedRequest[] = [];
  const rawHeaders: string[][] = [];
  const server = createServer((incoming, response) => {
    rawHeaders.push(incoming.rawHeaders);
    void answer(incoming, response, requests, handler);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    baseUrl: `http://127.0.0.1:${port}/v2`,
    port,
    requests,
    rawHeaders,
    server,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  requests: RecordedRequest[],
  handler: StubHandler,
): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    // The client went away before it had sent everything: there is nothing to record.
    return;
  }
  const recorded: RecordedRequest = {
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    headers: incoming.headers as Record<string, string | undefined>,
    body: Buffer.concat(chunks),
  };
  requests.push(recorded);
  const given = await handler(recorded, response, requests.length - 1);
  if (given === undefined || response.destroyed) return;
  writeAnswer(response, given);
}

function writeAnswer(response: ServerResponse, given: StubAnswer): void {
  const { status = 200, headers = {}, body } = given;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const type = body === undefined || raw ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers });
  response.end(body === undefined ? undefined : raw ? body : JSON.stringify(body));
}
