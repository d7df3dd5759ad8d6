import type { CallRequest } from './call-request.ts';
import type { WireResponse } from './sender.ts';

/** What came back through a `fetch`: read to its end, unless the operation answers with a stream. */
export async function readResponse(response: Response, request: CallRequest): Promise<WireResponse> {
  return {
    // A page gets to know that there was a redirect, and nothing more.
    status: response.type === 'opaqueredirect' ? 302 : response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    body: await readBody(response, request),
  };
}

async function readBody(response: Response, request: CallRequest): Promise<WireResponse['body']> {
  const kind = response.ok ? request.operation.response : 'text';
  if (kind === 'binary') return new Uint8Array(await response.arrayBuffer());
  if (kind !== 'stream') return response.text();
  if (request.scope.cancelled) await response.body?.cancel();
  return response.body ?? new Uint8Array();
}
