/** When to renew a token, and when to stop using it; in milliseconds after it was requested. */
export interface TokenLife {
  readonly refreshAfterMs: number;
  readonly validForMs: number;
}

const LEAST_LEAD_MS = 30_000;
const LEAD_FRACTION = 0.05;
const MOST_MARGIN_MS = 5_000;
const MARGIN_FRACTION = 0.1;

/**
 * Renewal starts 30 s or 5 % of the lifetime before the end, whichever is earlier, but never before half of the lifetime:
 * a token that lives 30 s serves for 15 s before another is asked for. The token goes on being used until shortly before its
 * end: 5 s, or a tenth of a lifetime under 50 s, so that it does not expire on its way.
 *
 * @see the runtime reference's expiry skew, whose fixed 30 s make short-lived tokens useless
 */
export function tokenLife(lifetimeMs: number): TokenLife {
  const lead = Math.min(Math.max(LEAST_LEAD_MS, lifetimeMs * LEAD_FRACTION), lifetimeMs / 2);
  const margin = Math.min(MOST_MARGIN_MS, lifetimeMs * MARGIN_FRACTION);
  return { refreshAfterMs: lifetimeMs - lead, validForMs: lifetimeMs - margin };
}
