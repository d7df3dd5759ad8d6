import type { FetchLike } from '@camunda/core';
import type { AuthProvider } from '../auth-provider.ts';
import { renewAuthHeaders } from '../call-with-auth.ts';
import { type AuthHookOptions, headersForCall } from './auth-hook-options.ts';
import { isRefused } from './is-refused.ts';
import { logResponse } from './log-response.ts';
import { baseAddress, isRequest, sendWithCredentials } from './send-with-credentials.ts';

export type { AuthHookOptions } from './auth-hook-options.ts';

/** How {@link createAuthFetch} sends. */
export interface AuthFetchOptions extends AuthHookOptions {
  /** The function that sends. @default the runtime's `fetch` */
  readonly fetch?: FetchLike | undefined;
}

/**
 * A `fetch` that adds the provider's headers to each call. After a 401, new credentials are made once, and the call is sent once
 * more, unless its body is a stream. Redirects are followed as usual, but credentials never go along to another origin; an answer
 * that was reached by a redirect has `redirected` set to `false`.
 *
 * @returns a function that rejects with what `fetch` and the provider reject with; it never sends a call without its credentials
 */
export function createAuthFetch(provider: AuthProvider, options: AuthFetchOptions = {}): FetchLike {
  return async (input, init) => {
    const fetch = options.fetch ?? globalThis.fetch;
    const request = isRequest(input) ? input : undefined;
    const url = new URL(request?.url ?? String(input), baseAddress()).href;
    const signal = init?.signal ?? request?.signal;
    const headers = await headersForCall(provider, url, options, signal);
    if (Object.keys(headers).length === 0) return await fetch(input, init);
    const call = { fetch, input, init };
    let response = await sendWithCredentials(call, headers);
    if (isRefused(response, url) && !(init?.body instanceof ReadableStream)) {
      const { dangerouslySendCredentialsOverHttp } = options;
      const renewed = await renewAuthHeaders(provider, headers, {
        url,
        signal,
        dangerouslySendCredentialsOverHttp,
      });
      if (renewed !== undefined) {
        await response.body?.cancel();
        response = await sendWithCredentials(call, renewed);
      }
    }
    logResponse(options.logger, request?.method ?? init?.method ?? 'GET', url, response);
    return response;
  };
}
