import type { CallRequest } from './call-request.ts';

const MASK = '[secret]';
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-api-key',
]);

/** The call as a `Request`, secrets masked. */
export function renderRequest(request: CallRequest): Request {
  return new Request(request.url, {
    method: request.operation.method,
    headers: maskedHeaders(request),
    ...(request.body === undefined ? undefined : { body: request.body as BodyInit }),
  });
}

/** The call as a line for a POSIX shell, secrets masked. Files and bytes stand as `@file`. */
export function renderCurl(request: CallRequest): string {
  const parts = ['curl', '-X', request.operation.method, quote(request.url)];
  for (const [name, value] of Object.entries(maskedHeaders(request)))
    parts.push('-H', quote(`${name}: ${value}`));
  const { body } = request;
  if (typeof body === 'string') parts.push('--data-raw', quote(body));
  else if (body instanceof FormData) {
    for (const [name, value] of body)
      parts.push('-F', quote(`${name}=${typeof value === 'string' ? value : `@${value.name}`}`));
  } else if (body !== undefined) parts.push('--data-binary', '@file');
  return parts.join(' ');
}

function maskedHeaders(request: CallRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, SECRET_HEADERS.has(name) ? MASK : value]),
  );
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
