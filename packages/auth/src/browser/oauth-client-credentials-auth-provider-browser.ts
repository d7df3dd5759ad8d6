import type { OAuthClientCredentialsAuthProviderOptions } from '../oauth/oauth-options.ts';
import { OAuthTokens } from '../oauth/oauth-tokens.ts';
import { unusableCredentials } from '../unusable-credentials.ts';

/**
 * The provider of the same name for browsers: without signed assertions and token stores, and so without their code. Think twice
 * before a client's secret goes into a browser at all.
 *
 * @throws AuthError for options that cannot work, `private_key_jwt` and `tokenStore` among them
 */
export class OAuthClientCredentialsAuthProvider extends OAuthTokens {
  constructor(options: OAuthClientCredentialsAuthProviderOptions) {
    super(options, {});
    if (options.tokenStore !== undefined) {
      throw unusableCredentials('tokenStore is not there in browsers');
    }
  }
}
