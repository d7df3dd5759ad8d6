import { type FetchLike, type Secret, systemRandom } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import { AuthError } from './auth-error.ts';
import type { HeldToken } from './oauth/held-token.ts';
import { momentNow } from './oauth/moment.ts';
import { retryTransient } from './oauth/retry-transient.ts';
import {
  type FailureContext,
  failureOfException,
  failureOfResponse,
  notAToken,
} from './oauth/token-failure.ts';
import { tell } from './tell.ts';

/** How {@link logInPatiently} logs in. */
export interface CookieLogin extends FailureContext {
  readonly clientSecret: Secret;
  readonly fetch: FetchLike;
  readonly timeoutMs: number;
}

const CSRF_HEADER = 'X-CSRF-TOKEN';
const MAX_ATTEMPTS = 5;
const BASE_DELAY_MS = 1_000;

/** Logs in, and tries again where the failure may pass. */
export function logInPatiently(
  login: CookieLogin,
  signal: AbortSignal,
  logger: CamundaLogger | undefined,
): Promise<HeldToken> {
  return retryTransient(() => logIn(login, signal), {
    maxAttempts: MAX_ATTEMPTS,
    baseDelayMs: BASE_DELAY_MS,
    signal,
    clock: login.clock,
    random: systemRandom,
    onRetry: (error, waitMs) => {
      tell(logger, 'debug', `${error.message} Trying again in ${Math.round(waitMs)} ms.`);
    },
  });
}

/**
 * Sends name and password as a form, and keeps the cookies of the answer, with the token against forged requests where the
 * server gives one.
 */
async function logIn(login: CookieLogin, signal: AbortSignal): Promise<HeldToken> {
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
