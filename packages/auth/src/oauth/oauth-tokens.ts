import type { CamundaLogger } from '@camunda/logger';
import type { AuthContext, AuthHeaders, AuthProvider } from '../auth-provider.ts';
import { providerClosed } from '../provider-closed.ts';
import { tell } from '../tell.ts';
import { type HeldToken, holdToken, type IssuedToken } from './held-token.ts';
import type { OAuthClientCredentialsAuthProviderOptions } from './oauth-options.ts';
import type { OAuthParts, TokenKeeper } from './oauth-parts.ts';
import { type ResolvedOAuthOptions, resolveOAuthOptions } from './resolve-oauth-options.ts';
import { sharedTokenCycle } from './shared-token-cycles.ts';
import { TokenCycle, type TokenSource, type TokenWish } from './token-cycle.ts';
import type { TokenRequests } from './token-requests.ts';

/**
 * OAuth 2.0 client credentials, but for the parts that not every runtime has: asks for tokens, keeps them, renews them in time.
 *
 * @see RFC 6749 section 4.4
 */
export class OAuthTokens implements AuthProvider {
  readonly #options: ResolvedOAuthOptions;
  readonly #cycle: TokenCycle;
  readonly #logger: CamundaLogger | undefined;
  readonly #closing = new AbortController();
  readonly #source: TokenSource;
  readonly #parts: OAuthParts;
  #keeper: Promise<TokenKeeper | undefined> | undefined;
  #requests: Promise<TokenRequests> | undefined;

  constructor(options: OAuthClientCredentialsAuthProviderOptions, parts: OAuthParts) {
    this.#options = resolveOAuthOptions(options);
    this.#logger = options.logger;
    this.#parts = parts;
    this.#cycle =
      options.shareTokens === false ? new TokenCycle(this.#options.clock) : sharedTokenCycle(this.#options);
    this.#source = {
      obtain: (wish) => this.#obtain(wish),
      closed: this.#closing.signal,
      cooldownMs: this.#options.cooldownMs,
      onRenewalFailure: (error) => {
        tell(
          this.#logger,
          'warn',
          `The access token could not be renewed; the old one still serves. ${describe(error)}`,
        );
      },
    };
  }

  /**
   * The `Authorization` header: at once while a token is held, else a promise. With `forceRefresh`, a token that was refused is
   * replaced first, at most 10 times in a row and then once every 10 s.
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
    const keeper = await this.#openKeeper();
    await keeper?.clear();
    // An answer that was on its way may have come in between.
    this.#cycle.clear();
  }

  /** Ends requests that this provider has under way; further calls are refused. Shared tokens stay with the others. */
  close(): void {
    this.#closing.abort(providerClosed());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  async #obtain(wish: TokenWish): Promise<HeldToken> {
    const keeper = await this.#openKeeper();
    if (keeper === undefined) return holdToken(await this.#request());
    return await keeper.obtain(wish, () => this.#request());
  }

  /** Loads the protocol with the first request: programs that never ask for a token start without it. */
  async #request(): Promise<IssuedToken> {
    this.#requests ??= import('./token-requests.ts').then(
      ({ TokenRequests }) => new TokenRequests(this.#options, this.#parts.signAssertions, this.#logger),
    );
    return await (await this.#requests).request(this.#closing.signal);
  }

  #openKeeper(): Promise<TokenKeeper | undefined> {
    this.#keeper ??= Promise.resolve(this.#parts.openKeeper?.(this.#options, this.#closing.signal)).catch(
      (error: unknown) => {
        tell(this.#logger, 'warn', `Tokens are kept in memory only: ${describe(error)}`);
        return undefined;
      },
    );
    return this.#keeper;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
