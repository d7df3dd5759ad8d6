import type { AuthHeaders, AuthProvider } from '../auth-provider.ts';
import { renewAuthHeaders } from '../call-with-auth.ts';
import { type AuthHookOptions, headersForCall } from './auth-hook-options.ts';
import { RenewingHandler, type UndiciController, type UndiciHandler } from './renewing-handler.ts';
import { withHeaders } from './undici-headers.ts';

export type { AuthHookOptions } from './auth-hook-options.ts';

/** How {@link createAuthInterceptor} adds credentials. */
export interface AuthInterceptorOptions extends AuthHookOptions {
  /**
   * The origins, such as `https://zeebe.example.com`, whose requests get credentials. Needed here: an interceptor cannot tell a
   * request of the program from one that follows a redirect.
   */
  readonly origins: readonly string[];
}

/** One request as undici dispatches it. */
export interface UndiciDispatchOptions {
  readonly path: string;
  readonly method: string;
  readonly origin?: string | URL | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly stripHeadersOnCrossOriginRedirect?: readonly string[] | undefined;
}

type Dispatch = (options: UndiciDispatchOptions, handler: UndiciHandler) => boolean;

/** An interceptor for `dispatcher.compose()`. */
export type UndiciAuthInterceptor = (
  dispatch: (options: never, handler: never) => boolean,
) => (options: never, handler: never) => boolean;

const STRIPPED_ANYWAY = /^(authorization|cookie|proxy-authorization)$/i;

/**
 * An interceptor for undici's dispatchers (`new Agent().compose(createAuthInterceptor(…))`) that gives requests to the named origins
 * the provider's headers. After a 401, new credentials are made once and the request is sent once more, unless its body is a stream.
 *
 * @throws TypeError when `origins` is missing or empty
 */
export function createAuthInterceptor(
  provider: AuthProvider,
  options: AuthInterceptorOptions,
): UndiciAuthInterceptor {
  if (!(options?.origins?.length > 0)) {
    throw new TypeError('createAuthInterceptor() needs origins: the origins whose requests get credentials.');
  }
  const intercept = (dispatch: Dispatch, clientOrigin?: string | URL | null): Dispatch => {
    return (request, handler) => {
      const origin = request.origin ?? clientOrigin;
      if (origin === undefined || origin === null) return dispatch(request, handler);
      const url = new URL(request.path, origin).href;
      const send = (headers: AuthHeaders, sentHandler: UndiciHandler): void => {
        dispatch(withCredentials(request, headers), sentHandler);
      };
      authenticate(provider, url, options, request, send, handler).catch((error: unknown) => {
        handler.onResponseError?.(idleController, error instanceof Error ? error : new Error(String(error)));
      });
      return true;
    };
  };
  return intercept as unknown as UndiciAuthInterceptor;
}

async function authenticate(
  provider: AuthProvider,
  url: string,
  options: AuthInterceptorOptions,
  request: UndiciDispatchOptions,
  send: (headers: AuthHeaders, handler: UndiciHandler) => void,
  handler: UndiciHandler,
): Promise<void> {
  const headers = await headersForCall(provider, url, options);
  if (Object.keys(headers).length === 0 || !canRepeat(request.body)) {
    send(headers, handler);
    return;
  }
  const { dangerouslySendCredentialsOverHttp } = options;
  const renewing = new RenewingHandler(handler, {
    renew: () => renewAuthHeaders(provider, headers, { url, dangerouslySendCredentialsOverHttp }),
    sendAgain: (renewed) => send(renewed, handler),
  });
  send(headers, renewing);
}

function withCredentials(request: UndiciDispatchOptions, headers: AuthHeaders): UndiciDispatchOptions {
  const names = Object.keys(headers);
  if (names.length === 0) return request;
  const unusual = names.filter((name) => !STRIPPED_ANYWAY.test(name));
  const strip = [...(request.stripHeadersOnCrossOriginRedirect ?? []), ...unusual];
  return {
    ...request,
    headers: withHeaders(request.headers, headers),
    // For a redirect interceptor that comes after this one.
    ...(unusual.length === 0 ? {} : { stripHeadersOnCrossOriginRedirect: strip }),
  };
}

function canRepeat(body: unknown): boolean {
  if (body === undefined || body === null || typeof body === 'string') return true;
  return ArrayBuffer.isView(body) || body instanceof ArrayBuffer;
}

// Stands in where the request was not dispatched, so that there is nothing to control.
const idleController: UndiciController = {
  aborted: false,
  paused: false,
  reason: null,
  abort() {},
  pause() {},
  resume() {},
};
