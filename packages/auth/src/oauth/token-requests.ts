import type { CamundaLogger } from '@camunda/logger';
import { tell } from '../tell.ts';
import type { IssuedToken } from './held-token.ts';
import type { SignAssertions } from './oauth-parts.ts';
import type { ResolvedOAuthOptions } from './resolve-oauth-options.ts';
import { retryTransient } from './retry-transient.ts';
import { TokenEndpoint } from './token-endpoint.ts';

/**
 * Asks for tokens, with all retries. Everything that speaks the protocol is behind this module, which is loaded with the first
 * request.
 */
export class TokenRequests {
  readonly #options: ResolvedOAuthOptions;
  readonly #endpoint: TokenEndpoint;
  readonly #logger: CamundaLogger | undefined;

  constructor(
    options: ResolvedOAuthOptions,
    signAssertions: SignAssertions | undefined,
    logger: CamundaLogger | undefined,
  ) {
    this.#options = options;
    this.#endpoint = new TokenEndpoint(options, signAssertions);
    this.#logger = logger;
  }

  /** @throws AuthError the failure that was for good, or the last one that may pass */
  request(signal: AbortSignal): Promise<IssuedToken> {
    const { retryMaxAttempts, retryBaseDelayMs, clock, random } = this.#options;
    return retryTransient(() => this.#endpoint.request(signal), {
      maxAttempts: retryMaxAttempts,
      baseDelayMs: retryBaseDelayMs,
      signal,
      clock,
      random,
      onRetry: (error, waitMs) => {
        tell(this.#logger, 'debug', `${error.message} Trying again in ${Math.round(waitMs)} ms.`);
      },
    });
  }
}
