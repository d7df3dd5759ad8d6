import { OAuthClientCredentialsAuthProvider as PortableProvider } from '../oauth/oauth-client-credentials-auth-provider.ts';
import type { OAuthClientCredentialsAuthProviderOptions } from '../oauth/oauth-options.ts';
import { DiskTokenStore } from './disk-token-store.ts';

/**
 * The same provider where there is a file system: `cacheDir` keeps tokens there.
 *
 * @see the portable class of the same name for everything else
 */
export class OAuthClientCredentialsAuthProvider extends PortableProvider {
  constructor(options: OAuthClientCredentialsAuthProviderOptions) {
    super(withDiskStore(options));
  }
}

function withDiskStore(
  options: OAuthClientCredentialsAuthProviderOptions,
): OAuthClientCredentialsAuthProviderOptions {
  const { cacheDir, diskCacheDisable = false, tokenStore, logger } = options;
  if (tokenStore !== undefined || diskCacheDisable || cacheDir === undefined || cacheDir === '')
    return options;
  return { ...options, tokenStore: new DiskTokenStore({ directory: cacheDir, logger }) };
}
