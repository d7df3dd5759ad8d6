import type { JsonValue } from './feel-expression.ts';
import { setOwn } from './own-record.ts';
import { isDuration, isMoment, temporalJsonText } from './temporal-values.ts';

const notStorable = Symbol('not storable');

/** What `toJsonValue` gave: the value, or the kind of value (range, function) that a variable cannot hold. */
export type JsonConversion = { readonly value: JsonValue } | { readonly problem: string };

/**
 * Turns a FEEL value into JSON: dates, times and durations become ISO strings, a number that JSON does not know becomes null.
 * Ranges and functions cannot be stored.
 */
export function toJsonValue(value: unknown): JsonConversion {
  const converted = convertSafely(value);
  return converted === notStorable
    ? {
        problem:
          'the result holds a range or a function, or is nested too deeply, which a variable cannot hold',
      }
    : { value: converted };
}

/** A value nested beyond the stack counts as not storable. */
function convertSafely(value: unknown): JsonValue | typeof notStorable {
  try {
    return convert(value);
  } catch (error) {
    if (error instanceof RangeError) return notStorable;
    throw error;
  }
}

function convert(value: unknown): JsonValue | typeof notStorable {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'undefined':
      return null;
    case 'object':
      return value === null ? null : convertObject(value);
    default:
      return notStorable;
  }
}

function convertObject(value: object): JsonValue | typeof notStorable {
  if (Array.isArray(value)) {
    const items = value.map(convert);
    return items.includes(notStorable) ? notStorable : (items as JsonValue[]);
  }
  if (isMoment(value) || isDuration(value)) return temporalJsonText(value);
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null)
    return notStorable;
  const result: Record<string, JsonValue> = {};
  for (const [key, entry] of Object.entries(value)) {
    const converted = convert(entry);
    if (converted === notStorable) return notStorable;
    setOwn(result, key, converted);
  }
  return result;
}
