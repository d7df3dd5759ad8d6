import { tell } from '../tell.ts';
import type { OAuthClientCredentialsAuthProviderOptions } from './oauth-options.ts';
import { OAuthTokens } from './oauth-tokens.ts';

/**
 * OAuth 2.0 client credentials: asks an identity provider for access tokens, keeps them, and renews them in time.
 *
 * Tokens are shared in the process by all providers of one identity, and there is one request at a time for however many
 * callers. Renewal starts ahead of the end while the old token goes on serving.
 *
 * @throws AuthError from the constructor for options that cannot work; from `getHeaders` when there is no token
 * @see RFC 6749 section 4.4; the runtime reference's `OAuthClientCredentialsAuthProvider`
 */
export class OAuthClientCredentialsAuthProvider extends OAuthTokens {
  constructor(options: OAuthClientCredentialsAuthProviderOptions) {
    const { cacheDir, diskCacheDisable, logger, tokenStore } = options;
    super(options, {
      signAssertions: async (authentication, offset) => {
        const { clientAssertion } = await import('./client-assertion.ts');
        return await clientAssertion(authentication, offset);
      },
      openKeeper: async (resolved, closed) => {
        if (tokenStore === undefined) return undefined;
        const { openStoredTokens } = await import('./open-stored-tokens.ts');
        return await openStoredTokens(tokenStore, resolved, closed, logger);
      },
    });
    if (cacheDir !== undefined && cacheDir !== '' && tokenStore === undefined && !diskCacheDisable) {
      tell(
        logger,
        'warn',
        'cacheDir (CAMUNDA_TOKEN_CACHE_DIR) is set, but tokens are kept in memory only here.',
      );
    }
  }
}
