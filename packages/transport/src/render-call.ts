import type { CallRequest } from './call-request.ts';
import type { FormPart } from './streams/multipart-body.ts';
import { StreamBody, toReadableStream } from './streams/stream-body.ts';

/** What stands for a secret. */
export const MASK = '[secret]';

/** The call as a `Request`; its headers hold no secrets. */
export function renderRequest(request: CallRequest): Request {
  const { body, headers, url } = request;
  const { method } = request.operation;
  if (!(body instanceof StreamBody))
    return new Request(url, { method, headers, body: (body ?? null) as BodyInit });
  return new Request(url, {
    method,
    headers: { 'content-type': body.contentType, ...headers },
    body: toReadableStream(body, request),
    duplex: 'half',
  } as RequestInit);
}

/**
 * The call as a line for a POSIX shell; its headers hold no secrets. Files of a form stand under their names, files and bytes that are
 * the whole body as `@file`.
 */
export function renderCurl(request: CallRequest): string {
  const parts = ['curl', '-X', request.operation.method, quote(request.url)];
  for (const [name, value] of Object.entries(request.headers)) parts.push('-H', quote(`${name}: ${value}`));
  const { body } = request;
  if (typeof body === 'string') parts.push('--data-raw', quote(body));
  else if (request.operation.body === 'multipart') {
    for (const part of request.input.body as Iterable<FormPart>) parts.push(...formPart(part));
  } else if (body !== undefined) parts.push('--data-binary', '@file');
  return parts.join(' ');
}

/** A text is never taken for the name of a file, nor what follows a `;` for its type. */
function formPart([name, value]: FormPart): readonly string[] {
  if (typeof value === 'string') return ['--form-string', quote(`${name}=${value}`)];
  const file = (value as { readonly name?: string }).name ?? 'blob';
  const quoted = file.replaceAll(/["\\]/g, (character) => `\\${character}`);
  const type = value.type === '' ? 'application/octet-stream' : value.type;
  return ['-F', quote(`${name}=@"${quoted}";type=${type}`)];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
