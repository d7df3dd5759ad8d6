import { statusOf } from './status-of.ts';

/** What the errors of `@camunda/transport` and `@camunda/auth` call a server that gave no answer, or one that is none. */
const CODES: ReadonlySet<unknown> = new Set([
  'NETWORK_ERROR',
  'TIMEOUT',
  'RESPONSE_INVALID',
  'AUTH_UNAVAILABLE',
  'POLL_OVERDUE',
]);

/** Whether a failure shows that nobody was reached, rather than a cluster that answered with a refusal. */
export function isUnanswered(error: unknown): boolean {
  const status = statusOf(error);
  // Said by a proxy that reached no cluster. A 503 is what an overloaded cluster says itself.
  if (status === 502 || status === 504) return true;
  return CODES.has(codeOf(error)) && (status === undefined || status < 400);
}

/** Whether a request was sent, and not a byte came back in its time: a fault that swallows requests. */
export function isSwallowed(error: unknown): boolean {
  return codeOf(error) === 'TIMEOUT';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
}
