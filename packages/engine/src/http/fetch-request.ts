import type { EngineRequest, EngineResponse } from './engine-request.ts';
import { readBytes } from './read-bytes.ts';

/** Reads what `fetch` was called with. The common case (an address and JSON text) makes no `Request`, which is slow to make. */
export function fromFetch(input: string | URL | Request, init?: RequestInit): EngineRequest {
  const isPlain = !(input instanceof Request) && isPlainBody(init?.body);
  return isPlain ? fromPlain(String(input), init ?? {}) : fromRequest(new Request(absolute(input), init));
}

/** The web platform's form of an answer. */
export function toResponse({ status, contentType, body, headers }: EngineResponse): Response {
  const all = contentType === null ? { ...headers } : { 'content-type': contentType, ...headers };
  return new Response(body as BodyInit | null, { status, headers: all });
}

function fromRequest(request: Request): EngineRequest {
  return {
    method: request.method,
    target: targetOf(request.url),
    signal: request.signal,
    header: (name) => request.headers.get(name),
    body: (limitBytes) => (request.body === null ? '' : readBytes(request.body, limitBytes)),
  };
}

function fromPlain(url: string, init: RequestInit): EngineRequest {
  let headers: Headers | undefined;
  return {
    method: (init.method ?? 'GET').toUpperCase(),
    target: targetOf(url),
    signal: init.signal ?? null,
    header: (name) => {
      headers ??= new Headers(init.headers);
      return headers.get(name);
    },
    body: () => (typeof init.body === 'string' || init.body instanceof FormData ? init.body : ''),
  };
}

function isPlainBody(body: unknown): boolean {
  return body === undefined || body === null || typeof body === 'string' || body instanceof FormData;
}

function absolute(input: string | URL | Request): URL | Request {
  return input instanceof Request ? input : new URL(String(input), 'http://localhost');
}

/** Path and query of an address, which may also be a path alone. */
function targetOf(url: string): string {
  const scheme = url.indexOf('://');
  if (scheme === -1) {
    return url.startsWith('/') ? url : `/${url}`;
  }
  const start = url.indexOf('/', scheme + 3);
  const target = start === -1 ? '/' : url.slice(start);
  const fragment = target.indexOf('#');
  return fragment === -1 ? target : target.slice(0, fragment);
}
