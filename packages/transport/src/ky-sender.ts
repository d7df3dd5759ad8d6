import type { FetchLike } from '@camunda/core';
import ky, { type KyInstance } from 'ky';
import type { CallRequest } from './call-request.ts';
import type { Sender, WireResponse } from './sender.ts';

/** How a {@link createKySender} sends. */
export interface KySenderOptions {
  /** The `fetch` below ky. @default the runtime's */
  readonly fetch?: FetchLike | undefined;
  /** A ky instance with hooks of its own, say. Its retries, time limits and error throwing are switched off: the policies do that. @default a plain one */
  readonly ky?: KyInstance | undefined;
}

/** The portable last step: ky on the runtime's `fetch`. */
export function createKySender(options: KySenderOptions = {}): Sender {
  const client = options.ky ?? ky;
  const { fetch } = options;
  return {
    name: 'ky',
    async send(request) {
      const response = await client(request.url, {
        method: request.operation.method,
        headers: request.headers,
        signal: request.signal,
        retry: 0,
        timeout: false,
        throwHttpErrors: false,
        redirect: 'manual',
        ...(request.body === undefined ? undefined : { body: request.body as BodyInit }),
        ...(fetch === undefined ? undefined : { fetch }),
      });
      return readResponse(response, request);
    },
    close: () => Promise.resolve(),
  };
}

async function readResponse(response: Response, request: CallRequest): Promise<WireResponse> {
  const binary = request.operation.response === 'binary' && response.ok;
  const body = binary ? new Uint8Array(await response.arrayBuffer()) : await response.text();
  return { status: response.status, header: (name) => response.headers.get(name) ?? undefined, body };
}
