import type { CamundaLogger } from '@camunda/logger';
import type { AuthHeaders, AuthProvider } from '../auth-provider.ts';
import { getAuthHeaders } from '../get-auth-headers.ts';

/** How credentials are added to the calls of another HTTP client. */
export interface AuthHookOptions {
  /**
   * The origins, such as `https://zeebe.example.com`, whose calls get credentials.
   * @default every origin that the program itself calls; where an answer redirects to never counts as such
   */
  readonly origins?: readonly string[] | undefined;
  /**
   * Lets credentials travel over plain `http:` to other machines than this one, where anybody on the way can read them.
   * @default false
   */
  readonly dangerouslySendCredentialsOverHttp?: boolean | undefined;
  /**
   * Where each answer is written of: its status at `debug`, and at `trace` the first 500 characters of the body of an answer of
   * 400 and above. Neither headers nor query strings are written.
   * @default nowhere
   */
  readonly logger?: CamundaLogger | undefined;
}

const NO_HEADERS: AuthHeaders = Object.freeze({});

/** The headers for a call to `url`; none when its origin gets none. */
export async function headersForCall(
  provider: AuthProvider,
  url: string,
  options: AuthHookOptions,
  signal?: AbortSignal | undefined,
): Promise<AuthHeaders> {
  if (!getsCredentials(url, options)) return NO_HEADERS;
  const { dangerouslySendCredentialsOverHttp } = options;
  return await getAuthHeaders(provider, { url, signal, dangerouslySendCredentialsOverHttp });
}

/** Whether calls to this address get credentials. */
export function getsCredentials(url: string, { origins }: AuthHookOptions): boolean {
  if (origins === undefined) return true;
  const { origin } = new URL(url);
  return origins.some((allowed) => new URL(allowed).origin === origin);
}
