const UNKNOWN_LIFETIME_MS = 300_000;
// A year. A number beyond all bounds must not turn into an infinity, with which nothing can be counted.
const LONGEST_LIFETIME_MS = 31_536_000_000;

/**
 * How long a token lives, in milliseconds: what the answer says, else what the token itself says when it is a JWT, else 5 minutes;
 * a year at most.
 *
 * @param serverNowMs what time it is at the server that issued it
 */
export function tokenLifetime(
  answer: { readonly access_token: string; readonly expires_in?: number | undefined },
  serverNowMs: number,
): number {
  if (answer.expires_in !== undefined) return Math.min(answer.expires_in * 1000, LONGEST_LIFETIME_MS);
  const endSeconds = jwtEnd(answer.access_token);
  if (endSeconds === undefined) return UNKNOWN_LIFETIME_MS;
  return Math.min(Math.max(0, endSeconds * 1000 - serverNowMs), LONGEST_LIFETIME_MS);
}

function jwtEnd(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    const end: unknown =
      typeof claims === 'object' && claims !== null ? Reflect.get(claims, 'exp') : undefined;
    return typeof end === 'number' && Number.isFinite(end) ? end : undefined;
  } catch {
    // Not a JWT: the token is opaque to us, as it may be.
    return undefined;
  }
}
