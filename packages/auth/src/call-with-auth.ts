import { areCredentialsOf } from './are-credentials-of.ts';
import type { AuthHeaders, AuthProvider } from './auth-provider.ts';
import { type GetAuthHeadersOptions, getAuthHeaders } from './get-auth-headers.ts';

/** How {@link callWithAuth} goes about a call. */
export interface CallWithAuthOptions<Response>
  extends Omit<GetAuthHeadersOptions, 'forceRefresh' | 'refusedHeaders'> {
  /** Whether the call can be sent a second time; not when its body is a stream. @default true */
  readonly canRepeat?: boolean | undefined;
  /** Lets go of the answer of the first attempt before the second, so that its connection is free. @default nothing */
  readonly discard?: ((response: Response) => void | Promise<void>) | undefined;
}

/**
 * Sends a call with credentials. When the answer is a 401, new credentials are made once and the call is sent once more; when
 * the provider has no others than those that were refused, the 401 is the answer.
 *
 * @param send sends the call with these headers; only `status` of the answer is looked at
 * @throws whatever the provider throws: the call is never sent without the credentials that it should have
 */
export async function callWithAuth<Response extends { readonly status: number }>(
  provider: AuthProvider,
  send: (headers: AuthHeaders) => Promise<Response>,
  options: CallWithAuthOptions<Response> = {},
): Promise<Response> {
  const { canRepeat = true, discard, ...context } = options;
  const headers = await getAuthHeaders(provider, context);
  const response = await send(headers);
  if (response.status !== 401 || !canRepeat) return response;
  const renewed = await renewAuthHeaders(provider, headers, context);
  if (renewed === undefined) return response;
  await discard?.(response);
  return await send(renewed);
}

/** Other headers than those that were refused, or `undefined` when the provider has none. */
export async function renewAuthHeaders(
  provider: AuthProvider,
  refusedHeaders: AuthHeaders,
  options: GetAuthHeadersOptions,
): Promise<AuthHeaders | undefined> {
  if (Object.keys(refusedHeaders).length === 0) return undefined;
  const renewed = await getAuthHeaders(provider, { ...options, forceRefresh: true, refusedHeaders });
  return areCredentialsOf(refusedHeaders, renewed) ? undefined : renewed;
}
