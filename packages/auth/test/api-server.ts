import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that the server got. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A real HTTP server on loopback that records its requests. */
export interface ApiServer extends AsyncDisposable {
  readonly origin: string;
  readonly requests: ApiRequest[];
  /** What it answers; 200 with `{"ok":true}` unless replaced. */
  answer: (request: ApiRequest, response: ServerResponse) => void;
}

export async function startApiServer(): Promise<ApiServer> {
  const requests: ApiRequest[] = [];
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const recorded = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    requests.push(recorded);
    server.answer(recorded, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: ApiServer = {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests,
    answer: (_request, response) => answerJson(response, 200, { ok: true }),
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Answers 401 unless the request carries one of these tokens. */
export function acceptOnly(server: ApiServer, ...tokens: string[]): void {
  server.answer = ({ headers }, response) => {
    const accepted = tokens.some((token) => headers.authorization === `Bearer ${token}`);
    answerJson(response, accepted ? 200 : 401, { accepted });
  };
}
