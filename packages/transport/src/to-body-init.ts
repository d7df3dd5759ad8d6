import type { CallRequest } from './call-request.ts';
import { StreamBody, toReadableStream } from './streams/stream-body.ts';

/** The members of a `RequestInit` that carry the body of a call, to be spread after its headers. */
export async function toBodyInit(request: CallRequest): Promise<RequestInit> {
  const { body } = request;
  if (body === undefined) return {};
  if (!(body instanceof StreamBody)) return { body: body as BodyInit };
  const headers = { 'content-type': body.contentType, ...request.headers };
  const stream = toReadableStream(body, request);
  if (!isPage()) return { body: stream, headers, duplex: 'half' } as RequestInit;
  return { body: await new Response(stream).blob(), headers };
}

/** Pages send streams over HTTP/2 only, or not at all: there, a stream is read to its end first. */
function isPage(): boolean {
  return 'document' in globalThis || 'importScripts' in globalThis;
}
