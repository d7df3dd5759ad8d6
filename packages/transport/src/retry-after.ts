/**
 * Reads a `Retry-After` header: seconds, or a date.
 *
 * @param now milliseconds since the Unix epoch
 * @returns milliseconds to wait, 0 for a date that has passed, `undefined` for no or an unreadable header
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // Date.parse reads a lone number such as `-5` as a year; every HTTP date has letters.
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
