import type { FetchLike } from '@camunda/core';
import { AuthError } from '../auth-error.ts';
import type { AuthHeaders } from '../auth-provider.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 20;
const BODY_HEADERS = [
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
  'content-length',
];
const ALWAYS_CREDENTIALS = ['authorization', 'cookie', 'proxy-authorization'];

/** One call as `fetch` takes it. */
export interface FetchCall {
  readonly fetch: FetchLike;
  readonly input: string | URL | Request;
  readonly init: RequestInit | undefined;
}

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: RequestInit['body'];
}

/**
 * Sends a call with credentials, and follows redirects by itself: at another origin, the platform takes off `Authorization`,
 * but not a header of another name that authenticates as well.
 *
 * @throws AuthError `AUTH_REDIRECT_REFUSED` in browsers, which do not tell where a redirect leads
 */
export async function sendWithCredentials(call: FetchCall, credentials: AuthHeaders): Promise<Response> {
  const { fetch, input, init } = call;
  const request = isRequest(input) ? input : undefined;
  const headers = new Headers(init?.headers ?? request?.headers);
  for (const [name, value] of Object.entries(credentials)) headers.set(name, value);
  const mode = init?.redirect ?? request?.redirect ?? 'follow';
  const redirect = mode === 'follow' ? 'manual' : mode;
  const response =
    request === undefined
      ? await fetch(input, { ...init, headers, redirect })
      : await fetch(
          new (classOf(request))(request.clone(), { headers, redirect }),
          init && { ...init, headers, redirect },
        );
  if (mode !== 'follow') return response;
  const hop: Hop = {
    url: new URL(request?.url ?? String(input), baseAddress()),
    method: (init?.method ?? request?.method ?? 'GET').toUpperCase(),
    headers,
    body: init?.body ?? (request?.body == null ? undefined : await requestBody(request, response)),
  };
  return await followRedirects(call, response, hop, Object.keys(credentials));
}

async function followRedirects(
  { fetch, input, init }: FetchCall,
  first: Response,
  start: Hop,
  credentialNames: readonly string[],
): Promise<Response> {
  const signal = init?.signal ?? (isRequest(input) ? input.signal : undefined);
  let response = first;
  let hop = start;
  for (let count = 0; ; count += 1) {
    if (response.type === 'opaqueredirect') throw redirectRefused(hop.url);
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) return response;
    await response.body?.cancel();
    if (count >= MOST_REDIRECTS) throw new TypeError(`More than ${MOST_REDIRECTS} redirects.`);
    hop = nextHop(hop, response.status, location, credentialNames);
    const { method, headers, body } = hop;
    response = await fetch(hop.url.href, {
      // Neither of these is for the first address only: dispatcher, keepalive and the like stay.
      ...init,
      method,
      headers,
      body: body ?? null,
      redirect: 'manual',
      ...(signal == null ? {} : { signal }),
    });
  }
}

function nextHop(hop: Hop, status: number, location: string, credentialNames: readonly string[]): Hop {
  const url = new URL(location, hop.url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TypeError(`A redirect leads to ${url.protocol}, which is neither http: nor https:.`);
  }
  const headers = new Headers(hop.headers);
  if (url.origin !== hop.url.origin) {
    for (const name of [...credentialNames, ...ALWAYS_CREDENTIALS]) headers.delete(name);
  }
  const becomesGet =
    (status === 303 && hop.method !== 'GET' && hop.method !== 'HEAD') ||
    ((status === 301 || status === 302) && hop.method === 'POST');
  if (becomesGet) {
    for (const name of BODY_HEADERS) headers.delete(name);
    return { url, method: 'GET', headers, body: undefined };
  }
  if (hop.body instanceof ReadableStream) {
    throw new TypeError('A redirect asks for the body once more, but it was a stream.');
  }
  return { url, method: hop.method, headers, body: hop.body };
}

/** A Request of another implementation is nothing that the platform's own could be made from. */
function classOf(request: Request): typeof Request {
  return request instanceof Request ? Request : (request as { constructor: typeof Request }).constructor;
}

/** The body of a Request is read only when a redirect may ask for it again. */
async function requestBody(request: Request, response: Response): Promise<ArrayBuffer | undefined> {
  return response.status === 307 || response.status === 308 ? await request.clone().arrayBuffer() : undefined;
}

function redirectRefused(url: URL): AuthError {
  return new AuthError(
    `${url.origin}${url.pathname} answers with a redirect. Credentials do not follow redirects in browsers: call the final address.`,
    { code: 'AUTH_REDIRECT_REFUSED', host: url.host },
  );
}

/** Browsers resolve addresses against that of the page; elsewhere there is nothing to resolve against. */
export function baseAddress(): string | undefined {
  const { location } = globalThis as { readonly location?: { readonly href?: unknown } };
  return typeof location?.href === 'string' ? location.href : undefined;
}

/** Whether it is a Request, of whatever implementation of `fetch`. */
export function isRequest(input: string | URL | Request): input is Request {
  return typeof input === 'object' && !(input instanceof URL) && 'headers' in input;
}
