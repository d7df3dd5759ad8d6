import type { AuthHeaders, AuthProvider } from '../auth-provider.ts';
import { renewAuthHeaders } from '../call-with-auth.ts';
import { tell } from '../tell.ts';
import { type AuthHookOptions, headersForCall } from './auth-hook-options.ts';
import { CredentialNames } from './credential-names.ts';
import { responseLine } from './log-response.ts';

export type { AuthHookOptions } from './auth-hook-options.ts';

interface GotHooks {
  readonly beforeRequest?: readonly unknown[] | undefined;
  readonly afterResponse?: readonly unknown[] | undefined;
}

interface GotOptions {
  url?: URL | string | undefined;
  method: string;
  headers: Record<string, unknown>;
  context: Record<string, unknown>;
}

interface GotResponse {
  readonly statusCode: number;
  readonly request: { readonly options: GotOptions };
}

// Kept in got's `context`, which follows a call through its retries and redirects.
const ORIGIN = 'camundaAuthOrigin';
const RENEWED = 'camundaAuthRenewed';

/**
 * A copy of options for got, with hooks that add the provider's headers to each call and to each retry. Hooks that are there
 * already stay and run first. After a 401, new credentials are made once and the call is sent once more; not for streams.
 * Credentials never follow a redirect to another origin.
 *
 * @returns options for `got.extend()`; what was passed in stays as it is
 */
export function injectGotAuthHooks<Options extends object = { hooks: object }>(
  gotOptions: Options | undefined,
  provider: AuthProvider,
  options: AuthHookOptions = {},
): Options {
  const hooks: GotHooks = (gotOptions as { readonly hooks?: GotHooks } | undefined)?.hooks ?? {};
  const names = new CredentialNames();

  const authenticate = async (call: GotOptions): Promise<void> => {
    const url = String(call.url);
    const { origin } = new URL(url);
    const first = call.context[ORIGIN];
    if (first === undefined) call.context = { ...call.context, [ORIGIN]: origin };
    else if (first !== origin) {
      call.headers = withoutCredentials(call.headers, names);
      return;
    }
    const renewed = call.context[RENEWED] as AuthHeaders | undefined;
    const headers = renewed ?? (await headersForCall(provider, url, options));
    names.add(headers);
    call.headers = { ...withoutCredentials(call.headers, names), ...headers };
  };

  const renew = async (
    response: GotResponse,
    retryWithMergedOptions: (options: object) => never,
  ): Promise<GotResponse> => {
    const call = response.request.options;
    const url = String(call.url);
    tell(options.logger, 'debug', responseLine(call.method, url, response.statusCode));
    if (response.statusCode !== 401 || call.context[RENEWED] !== undefined) return response;
    const refused = names.pick(new Headers(textHeaders(call.headers)));
    const { dangerouslySendCredentialsOverHttp } = options;
    const renewed = await renewAuthHeaders(provider, refused, { url, dangerouslySendCredentialsOverHttp });
    if (renewed === undefined) return response;
    return retryWithMergedOptions({ context: { ...call.context, [RENEWED]: renewed }, preserveHooks: true });
  };

  return {
    ...gotOptions,
    hooks: {
      ...hooks,
      beforeRequest: [...(hooks.beforeRequest ?? []), authenticate],
      afterResponse: [...(hooks.afterResponse ?? []), renew],
    },
  } as Options;
}

function withoutCredentials(
  headers: Record<string, unknown>,
  names: CredentialNames,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name)));
}

function textHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
