import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface RecordedRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/** How a {@link RecordingServer} answers. */
export interface PlannedAnswer {
  readonly status: number;
  readonly contentType?: string | undefined;
  readonly body?: string | Buffer | undefined;
}

/** An HTTP server on the loopback that keeps what it receives. */
export interface RecordingServer extends AsyncDisposable {
  /** Without a path. */
  readonly origin: string;
  readonly requests: RecordedRequest[];
  /** Decides about all later answers. @default status 204 */
  answer: (request: RecordedRequest) => PlannedAnswer | Promise<PlannedAnswer>;
}

/** Starts a server on a free port. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await read(incoming);
      requests.push(request);
      const { status, contentType, body } = await recording.answer(request);
      outgoing.writeHead(status, contentType === undefined ? {} : { 'content-type': contentType });
      outgoing.end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const recording: RecordingServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: () => ({ status: 204 }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return recording;
}

async function read(incoming: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const [path = '', query = ''] = (incoming.url ?? '').split('?');
  return {
    method: incoming.method ?? '',
    path,
    query: [...new URLSearchParams(query)],
    contentType: incoming.headers['content-type'],
    body: Buffer.concat(chunks),
  };
}
