import { type Clock, type FetchLike, Secret, systemClock } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import { assertHeaderValue } from './assert-header-value.ts';
import { assertSecureAddress } from './assert-secure-address.ts';
import type { AuthContext, AuthHeaders, AuthProvider } from './auth-provider.ts';
import type { CookieLogin } from './cookie-session.ts';
import { numberFrom } from './number-from.ts';
import { TokenCycle, type TokenSource } from './oauth/token-cycle.ts';
import { parseAddress } from './parse-address.ts';
import { providerClosed } from './provider-closed.ts';
import { revealSecret } from './reveal-secret.ts';
import { unusableCredentials } from './unusable-credentials.ts';

/** A session that exists already. */
export interface CookieSessionOptions {
  /** The value of the `Cookie` header (`CAMUNDA_COOKIE`), such as `camunda-session=…`. */
  readonly cookie: string | Secret;
}

/** How to log in for a session. */
export interface CookieLoginOptions {
  /** Where name and password are sent to as a form (`CAMUNDA_COOKIE_AUTH_URL`). */
  readonly loginUrl: string;
  readonly username: string;
  readonly password: string | Secret;
  /** How a request is sent. @default the runtime's `fetch` */
  readonly fetch?: FetchLike | undefined;
  /** How long one request may take, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined;
  /** Where to write of refusals; never of secrets. @default nowhere */
  readonly logger?: CamundaLogger | undefined;
  /** Sends the password over plain `http:` to other machines than this one. @default false */
  readonly dangerouslySendCredentialsOverHttp?: boolean | undefined;
  /** What time it is. @default the machine's clock */
  readonly clock?: Clock | undefined;
}

const COOLDOWN_MS = 30_000;
const ADVICE = 'Check CAMUNDA_COOKIE_AUTH_USERNAME and CAMUNDA_COOKIE_AUTH_PASSWORD.';

/**
 * Sends a session cookie: one that exists, or one that a login gives. A login is made once, by the first call, and again
 * after the session was refused. For servers only: browsers keep cookies to themselves.
 *
 * @throws AuthError from the constructor for options that cannot work; from `getHeaders` when the login fails
 */
export class CookieAuthProvider implements AuthProvider {
  readonly headerNames: readonly string[] = ['cookie'];
  readonly #headers: (context: AuthContext | undefined) => AuthHeaders | Promise<AuthHeaders>;
  readonly #closing = new AbortController();

  constructor(options: CookieSessionOptions | CookieLoginOptions) {
    if ('cookie' in options) {
      const cookie = assertHeaderValue('The cookie (CAMUNDA_COOKIE)', revealSecret(options.cookie));
      const headers = Object.freeze({ Cookie: cookie });
      this.#headers = () => headers;
      return;
    }
    const login = resolveLogin(options);
    const cycle = new TokenCycle(login.clock);
    const source = this.#source(login, options.logger);
    this.#headers = (context) => cycle.headers(context, source);
  }

  /** The `Cookie` header, and the header against forged requests where the login gave one. */
  getHeaders(context?: AuthContext): AuthHeaders | Promise<AuthHeaders> {
    if (this.#closing.signal.aborted) return Promise.reject(this.#closing.signal.reason);
    return this.#headers(context);
  }

  /** Ends a login that is under way; further calls are refused. The session itself is left to the server. */
  close(): void {
    this.#closing.abort(providerClosed());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #source(login: CookieLogin, logger: CamundaLogger | undefined): TokenSource {
    const { signal } = this.#closing;
    return {
      closed: signal,
      cooldownMs: COOLDOWN_MS,
      onRenewalFailure: () => undefined,
      obtain: async () => {
        const { logInPatiently } = await import('./cookie-session.ts');
        return await logInPatiently(login, signal, logger);
      },
    };
  }
}

function resolveLogin(options: CookieLoginOptions): CookieLogin {
  const { loginUrl, username, password, dangerouslySendCredentialsOverHttp } = options;
  const name = 'loginUrl (CAMUNDA_COOKIE_AUTH_URL)';
  if (!username || !password)
    throw unusableCredentials('a login needs username and password (CAMUNDA_COOKIE_AUTH_…)');
  const clientSecret = Secret.isSecret(password) ? password : new Secret(password);
  const address = parseAddress(name, loginUrl, clientSecret);
  assertSecureAddress(address, { name, dangerouslySendCredentialsOverHttp });
  return {
    address,
    clientId: username,
    clientSecret,
    clock: options.clock ?? systemClock,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs: numberFrom('timeoutMs', options.timeoutMs ?? 5_000, 1),
    advice: ADVICE,
    addressSetting: name,
  };
}
