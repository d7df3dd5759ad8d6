import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where in the life of a job something goes wrong. */
export const STEPS = ['activation', 'completion', 'extension', 'token'] as const;
export type Step = (typeof STEPS)[number];

/** Whether a request belongs to the step. */
export function isAtStep(step: Step, method: string, url: string): boolean {
  if (url.endsWith('/token')) return step === 'token';
  if (url.endsWith('/jobs/activation')) return step === 'activation';
  if (url.endsWith('/completion') || url.endsWith('/failure')) return step === 'completion';
  return step === 'extension' && method === 'PATCH';
}

/** An identity provider whose tokens live for a second, so that they are asked for all the time. */
export async function startTokenServer(): Promise<{ origin: string } & AsyncDisposable> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: `token-${++count}`, token_type: 'Bearer', expires_in: 1 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
