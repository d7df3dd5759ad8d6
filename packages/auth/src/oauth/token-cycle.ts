import type { Clock } from '@camunda/core';
import { areCredentialsOf } from '../are-credentials-of.ts';
import type { AuthContext, AuthHeaders } from '../auth-provider.ts';
import { providerClosed } from '../provider-closed.ts';
import { ForcedRefreshBudget } from './forced-refresh-budget.ts';
import { type HeldToken, tokenState } from './held-token.ts';
import { RefusalMemory } from './refusal-memory.ts';
import { withSignal } from './with-signal.ts';

/** Which token is wanted. */
export interface TokenWish {
  /** The headers that were refused: their token will not do. */
  readonly refused: AuthHeaders | undefined;
  /** Whether a stored token that is due for renewal will do. */
  readonly need: 'valid' | 'fresh';
  /** Whether an answer may still be kept: no longer after the token was cleared. */
  isCurrent(): boolean;
}

/** What a provider lends to the cycle that it may share with other providers. */
export interface TokenSource {
  /** Gets a token, with all retries. */
  obtain(wish: TokenWish): Promise<HeldToken>;
  /** Aborted when the provider is closed. */
  readonly closed: AbortSignal;
  /** How long a refusal for good is remembered, in milliseconds. */
  readonly cooldownMs: number;
  /** Tells of a renewal that failed while the old token still serves. */
  onRenewalFailure(error: unknown): void;
}

interface Flight {
  readonly promise: Promise<HeldToken>;
  readonly source: TokenSource;
  readonly generation: number;
  readonly forced: boolean;
}

const LONGEST_RENEWAL_PAUSE_MS = 30_000;

/**
 * The life of one identity's token in memory: one request at a time for however many callers, renewal ahead of the end
 * while the old token serves, and a generation number that keeps a late answer from reviving a cleared token.
 */
export class TokenCycle {
  readonly #clock: Clock;
  readonly #refusals: RefusalMemory;
  readonly #forced: ForcedRefreshBudget;
  #held: HeldToken | undefined;
  #flight: Flight | undefined;
  #generation = 0;
  #renewalFailures = 0;
  #renewNotBeforeMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#refusals = new RefusalMemory(clock);
    this.#forced = new ForcedRefreshBudget(clock);
  }

  /** The headers, at once while a token is held that is still valid. */
  headers(context: AuthContext | undefined, source: TokenSource): AuthHeaders | Promise<AuthHeaders> {
    const held = this.#held;
    const state = held === undefined ? 'expired' : tokenState(held, this.#clock);
    if (held !== undefined && state !== 'expired' && !this.#mustReplace(held, context)) {
      if (state === 'due') this.#renew(source);
      return held.headers;
    }
    return this.#wait(context, source);
  }

  /** Forgets the token and every refusal; an answer that is still on its way is not kept. */
  clear(): void {
    this.#generation += 1;
    this.#held = undefined;
    this.#flight = undefined;
    this.#refusals.clear();
    this.#renewalFailures = 0;
    this.#renewNotBeforeMs = Number.NEGATIVE_INFINITY;
  }

  #mustReplace(held: HeldToken, context: AuthContext | undefined): boolean {
    if (context?.forceRefresh !== true) return false;
    const { refusedHeaders } = context;
    if (refusedHeaders !== undefined && !areCredentialsOf(refusedHeaders, held.headers)) return false;
    return this.#flight !== undefined || this.#forced.take();
  }

  async #wait(context: AuthContext | undefined, source: TokenSource): Promise<AuthHeaders> {
    const forced = context?.forceRefresh === true;
    const refused = forced ? (context.refusedHeaders ?? this.#held?.headers) : undefined;
    for (;;) {
      if (source.closed.aborted) throw providerClosed();
      const flight = this.#flight ?? this.#start(source, refused, 'valid');
      const outcome = await withSignal(settle(flight.promise), context?.signal, source.closed);
      // The provider that asked was closed, or the token was cleared meanwhile: this caller asks for itself.
      const left = flight.source !== source && flight.source.closed.aborted;
      if (left || flight.generation !== this.#generation) {
        const held = this.#held;
        if (held !== undefined && tokenState(held, this.#clock) !== 'expired') return held.headers;
        continue;
      }
      if ('error' in outcome) throw outcome.error;
      // A token out of a store can be the very one that was refused.
      if (!flight.forced && refused !== undefined && areCredentialsOf(refused, outcome.token.headers))
        continue;
      return outcome.token.headers;
    }
  }

  #start(source: TokenSource, refused: AuthHeaders | undefined, need: 'valid' | 'fresh'): Flight {
    this.#refusals.throwIfRemembered();
    const generation = this.#generation;
    const promise = source.obtain({ refused, need, isCurrent: () => this.#generation === generation }).then(
      (token) => {
        if (this.#generation === generation) this.#keep(token);
        return token;
      },
      (error: unknown) => {
        if (this.#generation === generation) {
          this.#flight = undefined;
          if (!source.closed.aborted) this.#refusals.remember(error, source.cooldownMs);
        }
        throw error;
      },
    );
    this.#flight = { promise, source, generation, forced: refused !== undefined };
    return this.#flight;
  }

  #keep(token: HeldToken): void {
    this.#held = token;
    this.#flight = undefined;
    this.#refusals.clear();
    this.#renewalFailures = 0;
    this.#renewNotBeforeMs = Number.NEGATIVE_INFINITY;
  }

  #renew(source: TokenSource): void {
    if (this.#flight !== undefined || source.closed.aborted) return;
    if (this.#clock.monotonic() < this.#renewNotBeforeMs || this.#refusals.isRemembered()) return;
    this.#start(source, undefined, 'fresh').promise.catch((error: unknown) => {
      const pauseMs = Math.min(1000 * 2 ** this.#renewalFailures, LONGEST_RENEWAL_PAUSE_MS);
      this.#renewalFailures += 1;
      this.#renewNotBeforeMs = this.#clock.monotonic() + pauseMs;
      if (!source.closed.aborted) source.onRenewalFailure(error);
    });
  }
}

type Outcome = { readonly token: HeldToken } | { readonly error: unknown };

function settle(promise: Promise<HeldToken>): Promise<Outcome> {
  return promise.then(
    (token) => ({ token }),
    (error: unknown) => ({ error }),
  );
}
