import type { FetchLike } from '@camunda/core';
import type { KyInstance } from 'ky';
import type { CallRequest } from './call-request.ts';
import { readResponse } from './read-response.ts';
import type { Sender } from './sender.ts';
import { toBodyInit } from './to-body-init.ts';

/** How a {@link createKySender} sends. */
export interface KySenderOptions {
  /** The `fetch` below ky. @default the runtime's */
  readonly fetch?: FetchLike | undefined;
  /** Gives the `fetch` for a call, instead of one for all. @default none */
  readonly fetchFor?: ((request: CallRequest) => FetchLike) | undefined;
  /** A ky instance with hooks of its own, say. Its retries, time limits and error throwing are switched off: the policies do that. A function without `extend` loads one. */
  readonly ky: KyInstance | (() => Promise<{ readonly default: KyInstance }>);
}

/** The portable last step: ky on the runtime's `fetch`. */
export function createKySender(options: KySenderOptions): Sender {
  const { ky } = options;
  let client: KyInstance | undefined = 'extend' in ky ? ky : undefined;
  const load = async (): Promise<KyInstance> => ('extend' in ky ? ky : (await ky()).default);
  return {
    name: 'ky',
    async send(request) {
      const fetch = options.fetchFor?.(request) ?? options.fetch;
      client ??= await load();
      const response = await client(request.url, {
        method: request.operation.method,
        headers: request.headers,
        signal: request.signal,
        retry: 0,
        timeout: false,
        totalTimeout: false,
        prefix: '',
        throwHttpErrors: false,
        redirect: 'manual',
        ...(await toBodyInit(request)),
        ...(fetch === undefined ? undefined : { fetch }),
      });
      return readResponse(response, request);
    },
    close: () => Promise.resolve(),
  };
}
