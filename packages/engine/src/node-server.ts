import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { isAbortError } from '@camunda/core';
import type { EngineRequest } from './http/engine-request.ts';
import { fromRequest } from './http/fetch-request.ts';
import type { ApiHandler } from './http/handler.ts';

/** Puts a request handler behind a socket. */
export function createNodeServer(handler: ApiHandler): Server {
  return createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : undefined);
    });
  });
}

async function answer(
  handler: ApiHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) {
      gone.abort();
    }
  });
  try {
    const body = await readBody(incoming);
    const response = await handler.handle(toEngineRequest(incoming, body, gone.signal));
    const type = response.contentType === null ? {} : { 'content-type': response.contentType };
    outgoing.writeHead(response.status, { ...type, ...response.headers });
    outgoing.end(response.body ?? undefined);
  } catch (error) {
    if (!isAbortError(error) || !gone.signal.aborted) {
      throw error;
    }
  }
}

function readBody(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', reject);
  });
}

function toEngineRequest(incoming: IncomingMessage, body: Buffer, signal: AbortSignal): EngineRequest {
  const { method = 'GET', url = '/', headers } = incoming;
  const header = (name: string) => {
    const value = headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  };
  return {
    method,
    target: url,
    signal,
    header,
    text: () => body.toString('utf8'),
    formData: () =>
      fromRequest(
        new Request('http://localhost/', {
          method: 'POST',
          headers: { 'content-type': header('content-type') ?? '' },
          body: new Uint8Array(body),
        }),
      ).formData(),
  };
}
