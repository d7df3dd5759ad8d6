import { FeelRange } from 'feelin';
import { type FeelType, feelTypeOf } from './feel-type-of.ts';
import { durationAmount, isDuration, isMoment, isZoned, momentAmount } from './temporal-values.ts';

/**
 * Orders two values of the same type: negative, zero or positive. Null when they cannot be ordered: different types, a zoned and a
 * local time, booleans, lists, contexts.
 */
export function compareValues(left: unknown, right: unknown): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  if (feelTypeOf(left) !== feelTypeOf(right)) return null;
  if (isMoment(left) && isMoment(right)) {
    return isZoned(left) === isZoned(right) ? momentAmount(left) - momentAmount(right) : null;
  }
  if (isDuration(left) && isDuration(right)) return durationAmount(left) - durationAmount(right);
  return null;
}

/** FEEL equality: null equals only null; values of different types are not comparable, which is null. */
export function equalValues(left: unknown, right: unknown): boolean | null {
  if (left === right) return true;
  const type = feelTypeOf(left);
  const other = feelTypeOf(right);
  if (type === 'null' || other === 'null') return type === other;
  if (type !== other) return null;
  return equalOfType(type, left, right);
}

function equalOfType(type: FeelType, left: unknown, right: unknown): boolean | null {
  switch (type) {
    case 'number':
    case 'string':
    case 'boolean':
      return left === right;
    case 'list':
      return equalLists(left as unknown[], right as unknown[]);
    case 'context':
      return equalContexts(left as Record<string, unknown>, right as Record<string, unknown>);
    case 'range':
      return equalRanges(left as FeelRange, right as FeelRange);
    default: {
      const order = compareValues(left, right);
      return order === null ? (isMoment(left) ? false : null) : order === 0;
    }
  }
}

function equalLists(left: readonly unknown[], right: readonly unknown[]): boolean {
  return (
    left.length === right.length && left.every((item, index) => equalValues(item, right[index]) === true)
  );
}

function equalContexts(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && equalValues(left[key], right[key]) === true);
}

function equalRanges(left: FeelRange, right: FeelRange): boolean {
  return (
    left['start included'] === right['start included'] &&
    left['end included'] === right['end included'] &&
    equalValues(left.start, right.start) === true &&
    equalValues(left.end, right.end) === true
  );
}

/** Whether a range holds a value; null when they cannot be compared. */
export function rangeIncludes(range: FeelRange, value: unknown): boolean | null {
  const afterStart = range.start === null ? Number.POSITIVE_INFINITY : compareValues(value, range.start);
  const beforeEnd = range.end === null ? Number.POSITIVE_INFINITY : compareValues(range.end, value);
  if (afterStart === null || beforeEnd === null) return null;
  return (
    (range['start included'] ? afterStart >= 0 : afterStart > 0) &&
    (range['end included'] ? beforeEnd >= 0 : beforeEnd > 0)
  );
}

/** A range of two ends; null when they are not of one type that has an order. */
export function makeRange(
  start: unknown,
  end: unknown,
  startIncluded: boolean,
  endIncluded: boolean,
): FeelRange | null {
  if (start !== null && end !== null && compareValues(start, end) === null) return null;
  const typed = start ?? end;
  return new FeelRange({
    start,
    end,
    'start included': startIncluded,
    'end included': endIncluded,
    valueType: typed === null ? null : feelTypeOf(typed),
  });
}
