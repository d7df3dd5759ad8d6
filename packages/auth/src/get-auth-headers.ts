import { assertAuthHeaders, kindOf } from './assert-auth-headers.ts';
import { assertSecureAddress } from './assert-secure-address.ts';
import type { AuthContext, AuthHeaders, AuthProvider } from './auth-provider.ts';

/** How {@link getAuthHeaders} asks. */
export interface GetAuthHeadersOptions extends AuthContext {
  /**
   * Lets credentials travel over plain `http:` to other machines than this one, where anybody on the way can read them
   * (`CAMUNDA_DANGEROUSLY_SEND_CREDENTIALS_OVER_HTTP`). Looked at only when `url` is given.
   * @default false
   */
  readonly dangerouslySendCredentialsOverHttp?: boolean | undefined;
}

/**
 * Asks a provider, which may be anybody's, for headers, and checks what comes back.
 *
 * @throws TypeError when the provider is none, or gives something else than texts by header name
 * @throws AuthError `AUTH_INSECURE_HTTP` when `options.url` is plain `http:` to another machine and there are credentials
 * @throws whatever the provider throws or rejects with: there are no headers then, and nothing should be sent
 */
export async function getAuthHeaders(
  provider: AuthProvider,
  options: GetAuthHeadersOptions = {},
): Promise<AuthHeaders> {
  if (typeof provider?.getHeaders !== 'function') {
    throw new TypeError(
      `The provider of credentials must have a method getHeaders(), but is ${kindOf(provider)}.`,
    );
  }
  const { dangerouslySendCredentialsOverHttp, ...context } = options;
  const headers: unknown = await provider.getHeaders(context);
  assertAuthHeaders(headers);
  if (options.url !== undefined && Object.keys(headers).length > 0) {
    assertSecureAddress(options.url, { dangerouslySendCredentialsOverHttp });
  }
  return headers;
}
