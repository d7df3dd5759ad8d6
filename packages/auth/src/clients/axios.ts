import type { AuthHeaders, AuthProvider } from '../auth-provider.ts';
import { renewAuthHeaders } from '../call-with-auth.ts';
import { tell } from '../tell.ts';
import { type AuthHookOptions, headersForCall } from './auth-hook-options.ts';
import { CredentialNames } from './credential-names.ts';
import { responseLine } from './log-response.ts';

export type { AuthHookOptions } from './auth-hook-options.ts';

interface InterceptorsLike {
  use(onFulfilled: (value: never) => unknown, onRejected: (error: unknown) => unknown): number;
  eject(id: number): void;
}

/** What {@link addAuthInterceptors} needs of an axios instance. */
export interface AxiosLike {
  readonly interceptors: { readonly request: object; readonly response: object };
  getUri(config?: never): string;
  request(config: never): Promise<unknown>;
}

interface AxiosConfig {
  url?: string;
  method?: string;
  data?: unknown;
  signal?: unknown;
  adapter?: unknown;
  fetchOptions?: Record<string, unknown>;
  headers: { set(name: string, value: string): unknown; get(name: string): unknown };
  beforeRedirect?: (options: RedirectOptions, ...rest: unknown[]) => void;
  camundaAuthRenewed?: AuthHeaders;
}

interface RedirectOptions {
  readonly href?: string;
  readonly headers?: Record<string, unknown>;
}

interface AxiosAnswer {
  readonly status: number;
  readonly config: AxiosConfig;
}

/**
 * Adds interceptors to an axios instance that give each call the provider's headers. After a 401, new credentials are made once,
 * and the call is sent once more, unless its body is a stream. Credentials never follow a redirect to another origin.
 *
 * @returns a function that takes the interceptors off again
 */
export function addAuthInterceptors(
  axios: AxiosLike,
  provider: AuthProvider,
  options: AuthHookOptions = {},
): () => void {
  const names = new CredentialNames();
  const { dangerouslySendCredentialsOverHttp, logger } = options;
  const request = axios.interceptors.request as InterceptorsLike;
  const response = axios.interceptors.response as InterceptorsLike;

  const authenticate = async (config: AxiosConfig): Promise<AxiosConfig> => {
    const url = axios.getUri(config as never);
    const headers =
      config.camundaAuthRenewed ?? (await headersForCall(provider, url, options, signalOf(config)));
    if (Object.keys(headers).length === 0) return config;
    names.add(headers);
    for (const [name, value] of Object.entries(headers)) config.headers.set(name, value);
    keepFromOtherOrigins(config, url, names, headers);
    return config;
  };

  const renew = async (answer: AxiosAnswer): Promise<unknown> => {
    const { config } = answer;
    const url = axios.getUri(config as never);
    tell(logger, 'debug', responseLine(config.method ?? 'GET', url, answer.status));
    if (answer.status !== 401 || config.camundaAuthRenewed !== undefined || isStream(config.data))
      return undefined;
    const refused = names.pick(config.headers);
    const renewed = await renewAuthHeaders(provider, refused, {
      url,
      signal: signalOf(config),
      dangerouslySendCredentialsOverHttp,
    });
    return renewed === undefined
      ? undefined
      : await axios.request({ ...config, camundaAuthRenewed: renewed } as never);
  };

  const requestId = request.use(authenticate as (value: never) => unknown, (error) => Promise.reject(error));
  const responseId = response.use(
    (async (answer: AxiosAnswer) => (await renew(answer)) ?? answer) as (value: never) => unknown,
    async (error: unknown) => {
      const answer = answerOf(error);
      const again = answer === undefined ? undefined : await renew(answer);
      if (again !== undefined) return again;
      throw error;
    },
  );
  return () => {
    request.eject(requestId);
    response.eject(responseId);
  };
}

/** On Node, axios follows redirects by itself; elsewhere, the platform does, and takes off the usual two headers only. */
function keepFromOtherOrigins(
  config: AxiosConfig,
  url: string,
  names: CredentialNames,
  headers: AuthHeaders,
): void {
  const { beforeRedirect } = config;
  config.beforeRedirect = (redirect, ...rest) => {
    const sameOrigin = redirect.href !== undefined && new URL(redirect.href).origin === new URL(url).origin;
    for (const name of Object.keys(redirect.headers ?? {})) {
      if (!sameOrigin && redirect.headers !== undefined && names.has(name)) delete redirect.headers[name];
    }
    beforeRedirect?.(redirect, ...rest);
  };
  const usual = Object.keys(headers).every((name) => /^(authorization|cookie)$/i.test(name));
  if (!usual) config.fetchOptions = { ...config.fetchOptions, redirect: 'error' };
}

function answerOf(error: unknown): AxiosAnswer | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { response, config } = error as { response?: { status?: unknown }; config?: AxiosConfig };
  if (typeof response?.status !== 'number' || config === undefined) return undefined;
  return { status: response.status, config };
}

function signalOf({ signal }: AxiosConfig): AbortSignal | undefined {
  return signal instanceof AbortSignal ? signal : undefined;
}

function isStream(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  return data instanceof ReadableStream || typeof Reflect.get(data, 'pipe') === 'function';
}
