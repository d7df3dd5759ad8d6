import type { ClientAuth } from 'oauth4webapi';
import type { PrivateKeyJwtAuthentication } from './client-authentication.ts';
import type { ClockOffset } from './clock-offset.ts';
import type { HeldToken, IssuedToken } from './held-token.ts';
import type { ResolvedOAuthOptions } from './resolve-oauth-options.ts';
import type { TokenWish } from './token-cycle.ts';

/** Keeps tokens beyond the process. */
export interface TokenKeeper {
  /** A kept token, or else one from `request`, which is then kept. */
  obtain(wish: TokenWish, request: () => Promise<IssuedToken>): Promise<HeldToken>;
  /** Forgets what is kept. */
  clear(): Promise<void>;
}

/** Signs what proves the client's identity. */
export type SignAssertions = (
  options: PrivateKeyJwtAuthentication,
  offset: ClockOffset,
) => Promise<ClientAuth>;

/** What a provider has in some runtimes only; browsers neither hold private keys nor need to keep tokens. */
export interface OAuthParts {
  readonly signAssertions?: SignAssertions | undefined;
  readonly openKeeper?:
    | ((options: ResolvedOAuthOptions, closed: AbortSignal) => Promise<TokenKeeper | undefined>)
    | undefined;
}
