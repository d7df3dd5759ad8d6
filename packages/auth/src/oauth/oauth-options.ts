import type { Clock, FetchLike, RandomSource, Secret } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import type { ClientAuthentication } from './client-authentication.ts';
import type { TokenStore } from './token-store.ts';

/** What an `OAuthClientCredentialsAuthProvider` is made from. */
export interface OAuthClientCredentialsAuthProviderOptions {
  /** The address of the token endpoint (`CAMUNDA_OAUTH_URL`). Either this or `issuer` is needed. */
  readonly oauthUrl?: string | undefined;
  /** The issuer's address; the token endpoint is looked up in its published configuration. @see OpenID Connect Discovery 1.0 */
  readonly issuer?: string | undefined;
  /** The client's name (`CAMUNDA_CLIENT_ID`). */
  readonly clientId: string;
  /** The client's secret (`CAMUNDA_CLIENT_SECRET`); not needed for `private_key_jwt` and `tls_client_auth`. */
  readonly clientSecret?: string | Secret | undefined;
  /** For whom the token is (`CAMUNDA_TOKEN_AUDIENCE`). @default left out of the request */
  readonly audience?: string | undefined;
  /** The scope of the token, several separated by spaces. @default left out of the request */
  readonly scope?: string | undefined;
  /** The resource or resources of the token. @default left out of the request @see RFC 8707 */
  readonly resource?: string | readonly string[] | undefined;
  /** How the client proves who it is. @default 'client_secret_post' */
  readonly clientAuthentication?: ClientAuthentication | undefined;
  /**
   * A folder in which tokens outlive the process (`CAMUNDA_TOKEN_CACHE_DIR`); `~` stands for the home folder. Only Node, Bun and
   * Deno have one; elsewhere, and where it cannot be written, tokens stay in memory and a warning says so.
   * @default memory only
   */
  readonly cacheDir?: string | undefined;
  /** Does not use `cacheDir` although it is set (`CAMUNDA_TOKEN_DISK_CACHE_DISABLE`). @default false */
  readonly diskCacheDisable?: boolean | undefined;
  /** Another place in which tokens outlive the process; it goes before `cacheDir`. @default none */
  readonly tokenStore?: TokenStore | undefined;
  /** Shares tokens in memory with other providers of the same identity in this process. @default true */
  readonly shareTokens?: boolean | undefined;
  /**
   * How long a refusal for good (`invalid_client` and the like) is remembered, in seconds; each further one in a row doubles
   * it, up to eight times. Until then, calls fail at once without a request.
   * @default 30
   */
  readonly saas401CooldownSeconds?: number | undefined;
  /**
   * How long such a refusal is remembered in the token store when it came from Camunda SaaS, in seconds. SaaS slows down
   * clients that repeat refused requests, so restarts must not repeat them. A new secret is not affected.
   * @default 600
   */
  readonly saasTarpitSeconds?: number | undefined;
  /** How a request is sent; give one for a proxy, a private authority or a client certificate. @default the runtime's */
  readonly fetch?: FetchLike | undefined;
  /** How long one request may take, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined;
  /** How often a token is asked for in one go when the failures may pass: connections, timeouts, 429, 5xx. @default 5 */
  readonly retryMaxAttempts?: number | undefined;
  /** The first wait between two attempts, in milliseconds; it doubles each time, with jitter. @default 1000 */
  readonly retryBaseDelayMs?: number | undefined;
  /** Where to write of refusals, failed renewals and the like; never of secrets. @default nowhere */
  readonly logger?: CamundaLogger | undefined;
  /**
   * Sends the secret over plain `http:` to other machines than this one. Whoever listens on the way has it then: for
   * closed networks only.
   * @default false
   */
  readonly dangerouslySendCredentialsOverHttp?: boolean | undefined;
  /** What time it is. @default the machine's clock */
  readonly clock?: Clock | undefined;
  /** What chance brings: the jitter. @default `Math.random` */
  readonly random?: RandomSource | undefined;
}
