import type { OAuthClientCredentialsAuthProviderOptions } from '../oauth/oauth-options.ts';
import { OAuthTokens } from '../oauth/oauth-tokens.ts';
import type { TokenStore } from '../oauth/token-store.ts';

/**
 * OAuth 2.0 client credentials: asks an identity provider for access tokens, keeps them, and renews them in time.
 *
 * Tokens are shared in the process by all providers of one identity, and there is one request at a time for however many
 * callers. Renewal starts ahead of the end while the old token goes on serving. `cacheDir` keeps tokens on disk.
 *
 * @throws AuthError from the constructor for options that cannot work; from `getHeaders` when there is no token
 * @see RFC 6749 section 4.4; the runtime reference's `OAuthClientCredentialsAuthProvider`
 */
export class OAuthClientCredentialsAuthProvider extends OAuthTokens {
  constructor(options: OAuthClientCredentialsAuthProviderOptions) {
    super(options, {
      signAssertions: async (authentication, offset) => {
        const { clientAssertion } = await import('../oauth/client-assertion.ts');
        return await clientAssertion(authentication, offset);
      },
      openKeeper: async (resolved, closed) => {
        const store = await openStore(options);
        if (store === undefined) return undefined;
        const { openStoredTokens } = await import('../oauth/open-stored-tokens.ts');
        return await openStoredTokens(store, resolved, closed, options.logger);
      },
    });
  }
}

// Loaded only when it is used: most programs keep their tokens in memory.
async function openStore(
  options: OAuthClientCredentialsAuthProviderOptions,
): Promise<TokenStore | undefined> {
  const { cacheDir, diskCacheDisable = false, tokenStore, logger } = options;
  if (tokenStore !== undefined) return tokenStore;
  if (diskCacheDisable || cacheDir === undefined || cacheDir === '') return undefined;
  if (typeof cacheDir !== 'string') throw new TypeError('cacheDir (CAMUNDA_TOKEN_CACHE_DIR) must be a text.');
  const { DiskTokenStore } = await import('./disk-token-store.ts');
  return new DiskTokenStore({ directory: cacheDir, logger });
}
