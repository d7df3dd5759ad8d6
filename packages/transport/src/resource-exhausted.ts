import type { HttpError } from './errors/http-error.ts';

const STATUSES: ReadonlySet<number> = new Set([429, 500, 503]);

/**
 * Whether an answer says that the cluster is overloaded and has refused the call: 429, or `RESOURCE_EXHAUSTED` anywhere
 * in the body of a 500 or 503. The versions of the cluster differ in where they put the word, not in its letters; a 400 may quote
 * the caller's own input, and would be refused again.
 */
export function isResourceExhausted(error: HttpError): boolean {
  if (error.status === 429) return true;
  if (!STATUSES.has(error.status)) return false;
  const { body } = error;
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return text.includes('RESOURCE_EXHAUSTED');
}

/** Whether an answer is a sign of overload: the cluster says so, or something before it answers a bare 503. */
export function isOverload(error: HttpError): boolean {
  return error.status === 503 || isResourceExhausted(error);
}
