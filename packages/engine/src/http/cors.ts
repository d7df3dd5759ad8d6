import type { EngineRequest, EngineResponse } from './engine-request.ts';

/** Which web pages may call the engine from a browser: all, none, or those of some origins (`https://app.example`). */
export type CorsOption = boolean | readonly string[];

const PREFLIGHT_SECONDS = 600;

/** Answers the question that a browser asks before it calls; null if the request is none. */
export function answerPreflight(cors: CorsOption, request: EngineRequest): EngineResponse | null {
  const method = request.header('access-control-request-method');
  if (request.method !== 'OPTIONS' || method === null || !isAllowed(cors, request.header('origin'))) {
    return null;
  }
  return {
    status: 204,
    contentType: null,
    body: null,
    headers: {
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers':
        request.header('access-control-request-headers') ?? 'authorization, content-type',
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    },
  };
}

/** The answer with what lets a page read it, if the page may. */
export function withCors(cors: CorsOption, request: EngineRequest, response: EngineResponse): EngineResponse {
  const origin = request.header('origin');
  return origin !== null && isAllowed(cors, origin)
    ? {
        ...response,
        headers: { ...response.headers, 'access-control-allow-origin': origin, vary: 'Origin' },
      }
    : response;
}

function isAllowed(cors: CorsOption, origin: string | null): boolean {
  return origin !== null && (cors === true || (cors !== false && cors.includes(origin)));
}
