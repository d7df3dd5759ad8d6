import type { CamundaLogger } from '@camunda/logger';
import { AuthError } from '../auth-error.ts';
import type { AuthContext, AuthHeaders, AuthProvider } from '../auth-provider.ts';
import { type HeldToken, holdToken, type IssuedToken } from './held-token.ts';
import type { OAuthClientCredentialsAuthProviderOptions } from './oauth-options.ts';
import { type ResolvedOAuthOptions, resolveOAuthOptions } from './resolve-oauth-options.ts';
import { retryTransient } from './retry-transient.ts';
import { sharedTokenCycle } from './shared-token-cycles.ts';
import { StoredTokens, type TokenWish } from './stored-tokens.ts';
import { TokenCycle, type TokenSource } from './token-cycle.ts';
import { TokenEndpoint } from './token-endpoint.ts';
import { tokenIdentity } from './token-identity.ts';
import type { TokenStore } from './token-store.ts';

const SAAS_HOST = 'login.cloud.camunda.io';

/**
 * OAuth 2.0 client credentials: asks an identity provider for access tokens, keeps them, and renews them in time.
 *
 * Tokens are shared in the process by all providers of one identity, and there is one request at a time for however many
 * callers. Renewal starts ahead of the end while the old token goes on serving.
 *
 * @throws AuthError from the constructor for options that cannot work; from `getHeaders` when there is no token
 * @see RFC 6749 section 4.4; the runtime reference's `OAuthClientCredentialsAuthProvider`
 */
export class OAuthClientCredentialsAuthProvider implements AuthProvider {
  readonly #options: ResolvedOAuthOptions;
  readonly #endpoint: TokenEndpoint;
  readonly #cycle: TokenCycle;
  readonly #store: TokenStore | undefined;
  readonly #logger: CamundaLogger | undefined;
  readonly #closing = new AbortController();
  readonly #source: TokenSource;
  #stored: Promise<StoredTokens | undefined> | undefined;

  constructor(options: OAuthClientCredentialsAuthProviderOptions) {
    this.#options = resolveOAuthOptions(options);
    this.#endpoint = new TokenEndpoint(this.#options);
    this.#logger = options.logger;
    this.#store = options.tokenStore;
    this.#cycle =
      options.shareTokens === false ? new TokenCycle(this.#options.clock) : sharedTokenCycle(this.#options);
    this.#source = {
      obtain: (wish) => this.#obtain(wish),
      closed: this.#closing.signal,
      cooldownMs: this.#options.cooldownMs,
      onRenewalFailure: (error) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#logger?.warn(`The access token could not be renewed; the old one still serves. ${reason}`);
      },
    };
    if (options.cacheDir !== undefined && options.tokenStore === undefined && !options.diskCacheDisable) {
      this.#logger?.warn(
        'cacheDir (CAMUNDA_TOKEN_CACHE_DIR) is set, but tokens are kept in memory only here.',
      );
    }
  }

  /**
   * The `Authorization` header: at once while a token is held, else a promise. With `forceRefresh`, a token that was refused is
   * replaced first, at most 5 times in a row and then once every 10 s.
   *
   * @throws AuthError when there is no token to be had; it never gives empty headers
   */
  getHeaders(context?: AuthContext): AuthHeaders | Promise<AuthHeaders> {
    if (this.#closing.signal.aborted) return Promise.reject(this.#closing.signal.reason);
    return this.#cycle.headers(context, this.#source);
  }

  /** Forgets the token and every remembered refusal, in memory (for all providers that share it) and in the store. */
  async clear(): Promise<void> {
    this.#cycle.clear();
    const stored = await this.#storedTokens();
    await stored?.clear();
    // An answer that was on its way may have come in between.
    this.#cycle.clear();
  }

  /** Ends requests that this provider has under way; further calls are refused. Shared tokens stay with the others. */
  close(): void {
    this.#closing.abort(
      new AuthError('The provider of credentials was closed; make a new one.', {
        code: 'AUTH_PROVIDER_CLOSED',
        clientId: this.#options.clientId,
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  async #obtain(wish: TokenWish): Promise<HeldToken> {
    const stored = await this.#storedTokens();
    if (stored === undefined) return holdToken(await this.#request());
    return await stored.obtain(wish, () => this.#request());
  }

  #request(): Promise<IssuedToken> {
    const { retryMaxAttempts, retryBaseDelayMs, clock, random } = this.#options;
    const { signal } = this.#closing;
    return retryTransient(() => this.#endpoint.request(signal), {
      maxAttempts: retryMaxAttempts,
      baseDelayMs: retryBaseDelayMs,
      signal,
      clock,
      random,
      onRetry: (error, waitMs) => {
        this.#logger?.debug(`${error.message} Trying again in ${Math.round(waitMs)} ms.`);
      },
    });
  }

  #storedTokens(): Promise<StoredTokens | undefined> {
    this.#stored ??= this.#openStore();
    return this.#stored;
  }

  async #openStore(): Promise<StoredTokens | undefined> {
    const store = this.#store;
    if (store === undefined) return undefined;
    const { address, clock, cooldownMs, saasTarpitMs } = this.#options;
    const identity = await tokenIdentity(this.#options);
    if (identity === undefined) {
      this.#logger?.warn(
        'The token is kept in memory only: a CryptoKey needs a keyId for its tokens to be stored.',
      );
      return undefined;
    }
    return new StoredTokens({
      store,
      identity,
      clock,
      signal: this.#closing.signal,
      logger: this.#logger,
      refusalMs: address.hostname === SAAS_HOST ? saasTarpitMs : cooldownMs,
    });
  }
}
