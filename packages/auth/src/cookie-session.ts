import type { FetchLike, Secret } from '@camunda/core';
import { AuthError } from './auth-error.ts';
import type { HeldToken } from './oauth/held-token.ts';
import { momentNow } from './oauth/moment.ts';
import {
  type FailureContext,
  failureOfException,
  failureOfResponse,
  notAToken,
} from './oauth/token-failure.ts';

/** How {@link logIn} logs in. */
export interface CookieLogin extends FailureContext {
  readonly clientSecret: Secret;
  readonly fetch: FetchLike;
  readonly timeoutMs: number;
}

const CSRF_HEADER = 'X-CSRF-TOKEN';

/**
 * Sends name and password as a form, and keeps the cookies of the answer, with the token against forged requests where the
 * server gives one.
 */
export async function logIn(login: CookieLogin, signal: AbortSignal): Promise<HeldToken> {
  const timeout = new AbortController();
  const timer = login.clock.setTimeout(() => timeout.abort(new Error('timeout')), login.timeoutMs);
  try {
    return await exchange(login, AbortSignal.any([signal, timeout.signal]));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw AuthError.isInstance(error) ? error : failureOfException(error, login, timeout.signal.aborted);
  } finally {
    login.clock.clearTimeout(timer);
  }
}

async function exchange(login: CookieLogin, signal: AbortSignal): Promise<HeldToken> {
  const requestedAt = momentNow(login.clock);
  const response = await login.fetch(login.address.href, {
    method: 'POST',
    body: new URLSearchParams({ username: login.clientId, password: login.clientSecret.reveal() }),
    // A login often answers with a redirect to a page; the cookies are on the redirect itself.
    redirect: 'manual',
    signal,
  });
  await response.body?.cancel();
  const leadsToError = /[?&]error\b/.test(response.headers.get('location') ?? '');
  if (response.status >= 400 || leadsToError) {
    throw await failureOfResponse(leadsToError ? new Response(null, { status: 401 }) : response, login);
  }
  const cookies = response.headers.getSetCookie().flatMap((line) => line.split(';', 1));
  if (cookies.length === 0) throw notAToken(login, 'set no cookie', response.status);
  const csrfToken = response.headers.get(CSRF_HEADER);
  return {
    headers: Object.freeze({
      Cookie: cookies.join('; '),
      ...(csrfToken === null ? {} : { [CSRF_HEADER]: csrfToken }),
    }),
    requestedAt,
    refreshAfterMs: Number.POSITIVE_INFINITY,
    validForMs: Number.POSITIVE_INFINITY,
  };
}
