import type { CamundaLogger } from '@camunda/logger';
import { tell } from '../tell.ts';
import type { ResolvedOAuthOptions } from './resolve-oauth-options.ts';
import { StoredTokens } from './stored-tokens.ts';
import { tokenIdentity } from './token-identity.ts';
import type { TokenStore } from './token-store.ts';

const SAAS_HOST = 'login.cloud.camunda.io';

/** The tokens of one provider in a store; `undefined` when its tokens cannot be told from those of another. */
export async function openStoredTokens(
  store: TokenStore,
  options: ResolvedOAuthOptions,
  signal: AbortSignal,
  logger: CamundaLogger | undefined,
): Promise<StoredTokens | undefined> {
  const { address, clock, cooldownMs, saasTarpitMs } = options;
  const identity = await tokenIdentity(options);
  if (identity === undefined) {
    tell(
      logger,
      'warn',
      'The token is kept in memory only: a CryptoKey needs a keyId for its tokens to be stored.',
    );
    return undefined;
  }
  const refusalMs = address.hostname === SAAS_HOST ? saasTarpitMs : cooldownMs;
  return new StoredTokens({ store, identity, clock, signal, logger, refusalMs });
}
