import type { CallRequest } from './call-request.ts';
import { StreamBody, toReadableStream } from './streams/stream-body.ts';

/** What stands for a secret. */
export const MASK = '[secret]';

/** The call as a `Request`; its headers hold no secrets. */
export function renderRequest(request: CallRequest): Request {
  return new Request(request.url, {
    method: request.operation.method,
    headers: request.headers,
    ...(request.body instanceof StreamBody
      ? { body: toReadableStream(request.body, request), duplex: 'half' }
      : { body: (request.body ?? null) as BodyInit }),
  });
}

/** The call as a line for a POSIX shell; its headers hold no secrets. Files and bytes stand as `@file`. */
export function renderCurl(request: CallRequest): string {
  const parts = ['curl', '-X', request.operation.method, quote(request.url)];
  for (const [name, value] of Object.entries(request.headers)) parts.push('-H', quote(`${name}: ${value}`));
  const { body } = request;
  if (typeof body === 'string') parts.push('--data-raw', quote(body));
  else if (body instanceof FormData) {
    for (const [name, value] of body)
      parts.push('-F', quote(`${name}=${typeof value === 'string' ? value : `@${value.name}`}`));
  } else if (body !== undefined) parts.push('--data-binary', '@file');
  return parts.join(' ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
