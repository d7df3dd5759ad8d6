import type { Clock } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import { AuthError } from '../auth-error.ts';
import { tell } from '../tell.ts';
import { type HeldToken, holdToken, type IssuedToken, tokenState } from './held-token.ts';
import { momentNow } from './moment.ts';
import type { TokenKeeper } from './oauth-parts.ts';
import type { TokenWish } from './token-cycle.ts';
import type { StoredRefusal, StoredToken, TokenIdentity, TokenStore } from './token-store.ts';

/** What {@link StoredTokens} works with. */
export interface StoredTokensOptions {
  readonly store: TokenStore;
  readonly identity: TokenIdentity;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly logger: CamundaLogger | undefined;
  /** How long a refusal is kept in the store, in milliseconds. */
  readonly refusalMs: number;
}

// The wall clocks of machines that share a folder differ a little.
const CLOCK_TOLERANCE_MS = 60_000;

/** Tokens that outlive the process: looked for before one is asked for, and again once this process has its turn. */
export class StoredTokens implements TokenKeeper {
  readonly #options: StoredTokensOptions;

  constructor(options: StoredTokensOptions) {
    this.#options = options;
  }

  /** A token from the store, or else one from `request`, which then goes into the store. */
  async obtain(wish: TokenWish, request: () => Promise<IssuedToken>): Promise<HeldToken> {
    const found = await this.#find(wish);
    if (found !== undefined) return found;
    const work = async (): Promise<HeldToken> => {
      const meanwhile = await this.#find(wish);
      if (meanwhile !== undefined) return meanwhile;
      await this.#throwIfRefused();
      return await this.#request(wish, request);
    };
    return await this.#inTurn(work);
  }

  /** Runs work while no other process does, as well as the store can; a lock that fails costs a warning, not the token. */
  async #inTurn(work: () => Promise<HeldToken>): Promise<HeldToken> {
    const { store, identity, signal, logger } = this.#options;
    if (store.withLock === undefined) return await work();
    let outcome: Promise<HeldToken> | undefined;
    const workOnce = (): Promise<HeldToken> => {
      outcome ??= work();
      return outcome;
    };
    try {
      return await store.withLock(identity, workOnce, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      if (outcome === undefined) {
        tell(
          logger,
          'warn',
          `The stored token could not be locked; going on without the lock: ${describe(error)}`,
        );
      }
      return await workOnce();
    }
  }

  /** Forgets the token and the refusal in the store. */
  async clear(): Promise<void> {
    const { store, identity } = this.#options;
    await this.#tolerate('cleared', () => store.remove(identity));
  }

  async #request(wish: TokenWish, request: () => Promise<IssuedToken>): Promise<HeldToken> {
    const { store, identity } = this.#options;
    try {
      const issued = await request();
      const held = holdToken(issued);
      const requestedAtMs = issued.requestedAt.wallMs;
      const token = {
        accessToken: issued.accessToken,
        requestedAtMs,
        expiresAtMs: requestedAtMs + issued.lifetimeMs,
      };
      if (wish.isCurrent()) await this.#tolerate('written', () => store.write(identity, token));
      return held;
    } catch (error) {
      if (wish.isCurrent()) await this.#keepRefusal(error);
      throw error;
    }
  }

  async #find({ refused, need }: TokenWish): Promise<HeldToken | undefined> {
    const { store, identity, clock } = this.#options;
    const stored = await this.#tolerate('read', () => store.read(identity));
    const held = stored === undefined ? undefined : this.#hold(stored);
    if (held === undefined || held.headers.Authorization === refused?.Authorization) return undefined;
    const state = tokenState(held, clock);
    return state === 'fresh' || (state === 'due' && need === 'valid') ? held : undefined;
  }

  #hold({ accessToken, requestedAtMs, expiresAtMs }: StoredToken): HeldToken | undefined {
    const now = momentNow(this.#options.clock);
    const ageMs = now.wallMs - requestedAtMs;
    if (ageMs < -CLOCK_TOLERANCE_MS || !(expiresAtMs > requestedAtMs)) return undefined;
    const requestedAt = { wallMs: requestedAtMs, monotonicMs: now.monotonicMs - Math.max(0, ageMs) };
    return holdToken({ accessToken, lifetimeMs: expiresAtMs - requestedAtMs, requestedAt });
  }

  async #throwIfRefused(): Promise<void> {
    const { store, identity, clock, refusalMs } = this.#options;
    const refusal = await this.#tolerate('read', async () => store.readRefusal?.(identity));
    const leftMs = refusal === undefined ? 0 : refusal.untilMs - clock.now();
    // A moment further away than any refusal is kept comes from a clock that was wrong.
    if (refusal === undefined || leftMs <= 0 || leftMs > refusalMs) return;
    throw refusedBefore(refusal, identity, leftMs);
  }

  async #keepRefusal(error: unknown): Promise<void> {
    const { store, identity, clock, refusalMs } = this.#options;
    if (!AuthError.isInstance(error) || error.code !== 'AUTH_REFUSED' || refusalMs <= 0) return;
    const refusal = {
      error: error.error,
      errorDescription: error.errorDescription,
      status: error.status,
      untilMs: clock.now() + refusalMs,
    };
    await this.#tolerate('written', async () => store.writeRefusal?.(identity, refusal));
  }

  /** A store that fails must not keep a call from getting its token: it costs a request more, and a warning. */
  async #tolerate<T>(done: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tell(
        this.#options.logger,
        'warn',
        `The stored token could not be ${done}; going on without the store: ${reason}`,
      );
      return undefined;
    }
  }
}

function refusedBefore(refusal: StoredRefusal, identity: TokenIdentity, leftMs: number): AuthError {
  const { host } = new URL(identity.tokenAddress);
  const said = [refusal.error, refusal.errorDescription].filter((part) => part !== undefined).join(': ');
  return new AuthError(
    `The identity provider ${host} refused the client ${JSON.stringify(identity.clientId)} a while ago` +
      `${said === '' ? '' : ` (${said})`}. It is not asked again for ${Math.ceil(leftMs / 1000)} s, unless the secret changes ` +
      "or the provider's clear() is called.",
    { ...refusal, code: 'AUTH_REFUSED', host, clientId: identity.clientId, retryAfterMs: leftMs },
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
