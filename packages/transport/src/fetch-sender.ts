import type { FetchLike } from '@camunda/core';
import type { Sender } from './sender.ts';

/** The smallest last step: the runtime's `fetch` alone. */
export function createFetchSender(fetchCall: FetchLike): Sender {
  return {
    name: 'fetch',
    async send(request) {
      const response = await fetchCall(request.url, {
        method: request.operation.method,
        headers: request.headers,
        signal: request.signal,
        redirect: 'manual',
        ...(request.body === undefined ? undefined : { body: request.body as BodyInit }),
      });
      const isBinary = request.operation.response === 'binary' && response.ok;
      const body = isBinary ? new Uint8Array(await response.arrayBuffer()) : await response.text();
      return { status: response.status, header: (name) => response.headers.get(name) ?? undefined, body };
    },
    close: () => Promise.resolve(),
  };
}
