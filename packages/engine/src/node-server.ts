import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { isAbortError } from '@camunda/core';
import type { EngineRequest, EngineResponse, RequestHandler } from './http/engine-request.ts';
import { bodyTooLarge } from './http/http-problem.ts';

/** Longer than clients keep an idle connection, so that none sends a request into one that is being closed. */
const KEEP_ALIVE_MS = 65_000;

/** How many times the limit is read and dropped, so that a client which sends too much gets to read why it was refused. */
const DROPPED_SHARE = 16;

/** Puts a request handler behind a socket. */
export function createNodeServer(handler: RequestHandler): Server {
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    answer(handler, incoming, outgoing).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : undefined);
    });
  };
  // Whoever expects a 100 gets it when the body is wanted, or at once the answer that refuses it.
  return createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, listener).on('checkContinue', listener);
}

async function answer(
  handler: RequestHandler,
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
    const response = await handler.handle(toEngineRequest(incoming, outgoing, gone.signal));
    write(response, incoming, outgoing);
  } catch (error) {
    if (!isAbortError(error) || !gone.signal.aborted) {
      throw error;
    }
  }
}

function write(response: EngineResponse, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { status, contentType, body, headers } = response;
  if (contentType !== null) {
    outgoing.setHeader('content-type', contentType);
  }
  if (body !== null) {
    outgoing.setHeader('content-length', Buffer.byteLength(body));
  } else if (status !== 204 && incoming.method !== 'HEAD') {
    outgoing.setHeader('content-length', 0);
  }
  if (status === 413 || (incoming.headers.expect !== undefined && !incoming.complete)) {
    outgoing.setHeader('connection', 'close');
  }
  outgoing.writeHead(status, headers);
  outgoing.end(body ?? undefined);
}

function toEngineRequest(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  signal: AbortSignal,
): EngineRequest {
  const { method = 'GET', url = '/', headers } = incoming;
  return {
    method,
    target: url.startsWith('/') ? url : targetOfProxied(url),
    signal,
    header: (name) => {
      const value = headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
    body: (limitBytes) => {
      const isAsking = headers.expect?.toLowerCase() === '100-continue';
      if (isAsking && Number(headers['content-length'] ?? 0) > limitBytes) {
        throw bodyTooLarge(limitBytes);
      }
      if (isAsking) {
        outgoing.writeContinue();
      }
      return readBody(incoming, limitBytes);
    },
  };
}

/** Keeps no more than the limit. What comes beyond it is dropped up to a bound, and refused at the end. */
function readBody(incoming: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      if (size > limitBytes * DROPPED_SHARE) {
        incoming.pause();
        reject(bodyTooLarge(limitBytes));
      }
    });
    incoming.once('end', () =>
      size > limitBytes ? reject(bodyTooLarge(limitBytes)) : resolve(Buffer.concat(chunks)),
    );
    incoming.once('error', reject);
  });
}

/** A client that takes the engine for a proxy sends whole addresses. */
function targetOfProxied(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? '/' : `${parsed.pathname}${parsed.search}`;
}
