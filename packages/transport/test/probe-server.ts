import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The server that the probe of a runtime talks to; answers pages of other origins as well. */
export interface ProbeServer {
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** @param files what else is served, by path, such as the page that runs the probe */
export async function startProbeServer(
  files: ReadonlyMap<string, { readonly type: string; readonly content: string | Uint8Array }> = new Map(),
): Promise<ProbeServer> {
  let flaky = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const json = (body: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const path = request.url?.replace('/v2', '') ?? '';
    const file = files.get(path);
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': file.type }).end(file.content);
      return;
    }
    switch (path) {
      case '/json':
        return json({ ok: true });
      case '/echo':
        return json({ body: Buffer.concat(chunks).toString('latin1') });
      case '/flaky':
        flaky += 1;
        return json({ flaky }, flaky === 1 ? 503 : 200);
      case '/reset':
        request.socket.resetAndDestroy();
        return;
      case '/redirect':
        response.writeHead(302, { location: '/v2/json' }).end();
        return;
      case '/bytes':
        response.writeHead(200, { 'content-type': 'application/pdf' });
        for (let piece = 0; piece < 5; piece += 1) response.write(Buffer.alloc(100_000));
        response.end();
        return;
      case '/never':
        return;
      default:
        return json({ title: 'NOT_FOUND' }, 404);
    }
  };
  const server = createServer((request, response) => {
    // A client that goes away in the middle of its request is a part of the exercise.
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
