import type { FetchLike } from '@camunda/core';
import { readResponse } from './read-response.ts';
import type { Sender } from './sender.ts';
import { toBodyInit } from './to-body-init.ts';

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
        ...(await toBodyInit(request)),
      });
      return readResponse(response, request);
    },
    close: () => Promise.resolve(),
  };
}
