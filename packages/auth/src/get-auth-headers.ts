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
      `The provider of credentials must have a method getHeaders(), but is ${describe(provider)}.`,
    );
  }
  const { dangerouslySendCredentialsOverHttp, ...context } = options;
  const headers: unknown = await provider.getHeaders(context);
  assertHeaders(headers);
  if (options.url !== undefined && Object.keys(headers).length > 0) {
    assertSecureAddress(options.url, { dangerouslySendCredentialsOverHttp });
  }
  return headers;
}

const CALL = 'getHeaders() of the provider of credentials';

function assertHeaders(headers: unknown): asserts headers is AuthHeaders {
  const isRecord =
    typeof headers === 'object' &&
    headers !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(headers));
  if (!isRecord) {
    throw new TypeError(
      `${CALL} must give an object of header names and texts, but gave ${describe(headers)}.`,
    );
  }
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') continue;
    throw new TypeError(
      `${CALL} must give texts, but the header ${JSON.stringify(name)} is ${describe(value)}.`,
    );
  }
}

/** What kind of value it is, and never the value: it may be a secret. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === 'string' && name !== 'Object' ? `of class ${name}` : 'an object';
}
