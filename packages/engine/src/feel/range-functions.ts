import { FeelRange } from 'feelin';
import { compareValues, rangeIncludes } from './compare.ts';
import type { SignatureTable } from './function-signature.ts';

/** An end of a range, or a point as both of its ends. */
interface Span {
  readonly start: unknown;
  readonly end: unknown;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
}

function spanOf(value: unknown): Span {
  if (!(value instanceof FeelRange))
    return { start: value, end: value, startIncluded: true, endIncluded: true };
  return {
    start: value.start,
    end: value.end,
    startIncluded: value['start included'],
    endIncluded: value['end included'],
  };
}

/** Orders two ends. An open end (null) lies beyond every value on its side. */
function order(left: unknown, right: unknown, openLeft: -1 | 1, openRight: -1 | 1): number | null {
  if (left === null) return right === null && openLeft === openRight ? 0 : openLeft;
  return right === null ? -openRight : compareValues(left, right);
}

type Relation = (left: Span, right: Span) => boolean | null;

const not = (value: boolean | null) => (value === null ? null : !value);
const and = (left: boolean | null, right: boolean | null) =>
  left === null || right === null ? null : left && right;

const before: Relation = (left, right) => {
  const ends = order(left.end, right.start, 1, -1);
  return ends === null ? null : ends < 0 || (ends === 0 && !(left.endIncluded && right.startIncluded));
};

const meets: Relation = (left, right) => {
  const ends = order(left.end, right.start, 1, -1);
  return ends === null ? null : ends === 0 && left.endIncluded && right.startIncluded;
};

const overlaps: Relation = (left, right) => and(not(before(left, right)), not(before(right, left)));

/** Negative when the left range starts first. */
function startOrder(left: Span, right: Span): number | null {
  const found = order(left.start, right.start, -1, -1);
  return found === 0 ? Number(right.startIncluded) - Number(left.startIncluded) : found;
}

/** Negative when the left range ends first. */
function endOrder(left: Span, right: Span): number | null {
  const found = order(left.end, right.end, 1, 1);
  return found === 0 ? Number(left.endIncluded) - Number(right.endIncluded) : found;
}

const test = (value: number | null, check: (order: number) => boolean) =>
  value === null ? null : check(value);

const overlapsBefore: Relation = (left, right) =>
  and(
    overlaps(left, right),
    and(
      test(startOrder(left, right), (found) => found < 0),
      test(endOrder(left, right), (found) => found <= 0),
    ),
  );

const finishes: Relation = (left, right) =>
  and(
    test(endOrder(left, right), (found) => found === 0),
    test(startOrder(left, right), (found) => found >= 0),
  );

const starts: Relation = (left, right) =>
  and(
    test(startOrder(left, right), (found) => found === 0),
    test(endOrder(left, right), (found) => found <= 0),
  );

const during: Relation = (left, right) =>
  and(
    test(startOrder(left, right), (found) => found >= 0),
    test(endOrder(left, right), (found) => found <= 0),
  );

const coincides: Relation = (left, right) =>
  and(
    test(startOrder(left, right), (found) => found === 0),
    test(endOrder(left, right), (found) => found === 0),
  );

const flip =
  (relation: Relation): Relation =>
  (left, right) =>
    relation(right, left);
const on = (relation: Relation) => (left: unknown, right: unknown) => relation(spanOf(left), spanOf(right));

/** The relations of ranges and points. */
export const rangeFunctions: SignatureTable = {
  'before(a: any, b: any)': on(before),
  'after(a: any, b: any)': on(flip(before)),
  'meets(a: range, b: range)': on(meets),
  'met by(a: range, b: range)': on(flip(meets)),
  'overlaps(a: range, b: range)': on(overlaps),
  'overlaps before(a: range, b: range)': on(overlapsBefore),
  'overlaps after(a: range, b: range)': on(flip(overlapsBefore)),
  'finishes(a: any, b: range)': on(finishes),
  'finished by(a: range, b: any)': on(flip(finishes)),
  'includes(a: range, b: range)': on(flip(during)),
  'includes(a: range, b: any)': (range: FeelRange, value: unknown) => rangeIncludes(range, value),
  'during(a: range, b: range)': on(during),
  'during(a: any, b: range)': (value: unknown, range: FeelRange) => rangeIncludes(range, value),
  'starts(a: any, b: range)': on(starts),
  'started by(a: range, b: any)': on(flip(starts)),
  'coincides(a: any, b: any)': on(coincides),
};
