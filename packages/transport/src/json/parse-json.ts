import { mayHoldLargeInteger } from './may-hold-large-integer.ts';
import { numberMarker } from './number-marker.ts';

/** What becomes of integers that a JavaScript number cannot hold exactly. */
export type BigintMode = 'bigint' | 'string' | 'number' | 'error';

/** Texts and numbers, the two places where JSON has digits. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const INTEGER = /^-?\d{16,}$/;

/**
 * Reads JSON like `JSON.parse`, but without losing digits: integers beyond 2^53 become what `mode` says. JSON without a number of 16
 * digits takes the plain way.
 *
 * A member named `__proto__` becomes an ordinary own property; no prototype is ever changed.
 *
 * @throws {SyntaxError} the text is no JSON, or `mode` is `error` and an integer is too large
 */
export function parseJson(text: string, mode: BigintMode = 'bigint'): unknown {
  if (mode === 'number' || !mayHoldLargeInteger(text)) return JSON.parse(text);
  const marker = numberMarker();
  let found = false;
  const marked = text.replaceAll(TEXT_OR_NUMBER, (token) => {
    if (!INTEGER.test(token) || Number.isSafeInteger(Number(token))) return token;
    if (mode === 'error') throw new SyntaxError(`The integer ${token} is beyond what a number holds exactly`);
    found = true;
    return mode === 'string' ? `"${token}"` : `"${marker}${token}"`;
  });
  if (!found) return JSON.parse(text);
  // The unmarked text decides what is JSON: a leading zero, say, must not get through because it is marked.
  JSON.parse(text);
  if (mode === 'string') return JSON.parse(marked);
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(marker) ? BigInt(value.slice(marker.length)) : value,
  );
}
