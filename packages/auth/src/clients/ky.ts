import type { FetchLike } from '@camunda/core';
import type { AuthProvider } from '../auth-provider.ts';
import { renewAuthHeaders } from '../call-with-auth.ts';
import { type AuthHookOptions, headersForCall } from './auth-hook-options.ts';
import { CredentialNames } from './credential-names.ts';
import { isRefused } from './is-refused.ts';
import { logResponse } from './log-response.ts';
import { isRequest, sendWithCredentials } from './send-with-credentials.ts';

export type { AuthHookOptions } from './auth-hook-options.ts';

/** What ky's options may hold that matters here. */
interface KyOptionsLike {
  readonly hooks?: KyHooks | undefined;
  readonly fetch?: FetchLike | undefined;
}

interface KyHooks {
  readonly beforeRequest?: readonly unknown[] | undefined;
  readonly beforeRetry?: readonly unknown[] | undefined;
  readonly afterResponse?: readonly unknown[] | undefined;
}

/**
 * A copy of options for ky, with hooks that add the provider's headers to each call and to each retry. Hooks that are there
 * already stay and run first; a `fetch` that is there already goes on sending. After a 401, new credentials are made once and the
 * call is sent once more. Credentials never follow a redirect to another origin.
 *
 * @returns options for `ky.create()` or `ky.extend()`; what was passed in stays as it is
 * @throws TypeError when the hooks that are there are not lists
 * @see the runtime reference's `inject_auth_event_hooks`
 */
export function injectAuthEventHooks<Options extends object = { hooks: object; fetch: FetchLike }>(
  kyOptions: Options | undefined,
  provider: AuthProvider,
  options: AuthHookOptions = {},
): Options {
  const given: KyOptionsLike = { ...kyOptions };
  const hooks = given.hooks ?? {};
  const names = new CredentialNames();
  const authenticate = async ({ request }: { readonly request: Request }): Promise<void> => {
    const headers = await headersForCall(provider, request.url, options, request.signal);
    names.add(headers);
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
  };
  const log = (state: { readonly request: Request; readonly response: Response }): void => {
    logResponse(options.logger, state.request.method, state.request.url, state.response);
  };
  const injected: KyOptionsLike = {
    ...given,
    hooks: {
      ...hooks,
      beforeRequest: [...list('beforeRequest', hooks.beforeRequest), authenticate],
      beforeRetry: [...list('beforeRetry', hooks.beforeRetry), authenticate],
      afterResponse: [...list('afterResponse', hooks.afterResponse), log],
    },
    fetch: renewingFetch(given.fetch, provider, names, options),
  };
  return injected as Options;
}

/** Sends what the hooks have prepared, and once more with new credentials after a 401. */
function renewingFetch(
  given: FetchLike | undefined,
  provider: AuthProvider,
  names: CredentialNames,
  { dangerouslySendCredentialsOverHttp }: AuthHookOptions,
): FetchLike {
  return async (input, init) => {
    const fetch = given ?? globalThis.fetch;
    const credentials = isRequest(input) ? names.pick(input.headers) : {};
    if (!isRequest(input) || Object.keys(credentials).length === 0) return await fetch(input, init);
    const call = { fetch, input, init };
    const response = await sendWithCredentials(call, credentials);
    if (!isRefused(response, input.url)) return response;
    const { url, signal } = input;
    const renewed = await renewAuthHeaders(provider, credentials, {
      url,
      signal,
      dangerouslySendCredentialsOverHttp,
    });
    if (renewed === undefined) return response;
    await response.body?.cancel();
    return await sendWithCredentials(call, renewed);
  };
}

function list(name: string, hooks: readonly unknown[] | undefined): readonly unknown[] {
  if (hooks === undefined || Array.isArray(hooks)) return hooks ?? [];
  throw new TypeError(`hooks.${name} of the options for ky must be a list of functions.`);
}
