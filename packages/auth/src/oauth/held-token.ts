import type { Clock } from '@camunda/core';
import { assertHeaderValue } from '../assert-header-value.ts';
import type { AuthHeaders } from '../auth-provider.ts';
import { elapsedSince, type Moment } from './moment.ts';
import { type TokenLife, tokenLife } from './token-life.ts';

/** A token as the identity provider or a store gave it. */
export interface IssuedToken {
  readonly accessToken: string;
  /** How long it lives from `requestedAt` on, in milliseconds. */
  readonly lifetimeMs: number;
  /** When it was asked for: its life is counted from here, so that the way of the answer never makes it longer. */
  readonly requestedAt: Moment;
}

/** A token in memory, with its headers ready. */
export interface HeldToken extends TokenLife {
  readonly headers: AuthHeaders;
  readonly requestedAt: Moment;
}

/** Makes the headers once, so that a call only has to look at the time. */
export function holdToken(token: IssuedToken): HeldToken {
  const value = assertHeaderValue('The access token', token.accessToken, 'AUTH_RESPONSE_INVALID');
  return {
    headers: Object.freeze({ Authorization: `Bearer ${value}` }),
    requestedAt: token.requestedAt,
    ...tokenLife(token.lifetimeMs),
  };
}

/** `fresh`: use it; `due`: use it, and ask for another meanwhile; `expired`: do not use it. */
export function tokenState(token: HeldToken, clock: Clock): 'fresh' | 'due' | 'expired' {
  const ageMs = elapsedSince(token.requestedAt, clock);
  if (ageMs < token.refreshAfterMs) return 'fresh';
  return ageMs < token.validForMs ? 'due' : 'expired';
}
