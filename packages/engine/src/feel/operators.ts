import { compareValues, equalValues } from './compare.ts';
import { addNumbers, divideNumbers, multiplyNumbers } from './decimal.ts';
import { type Frame, suppress } from './frame.ts';
import type { BinaryOperator } from './syntax-tree.ts';
import {
  addToMoment,
  durationAmount,
  durationOfMilliseconds,
  durationOfMonths,
  isDuration,
  isMoment,
  isMonths,
  momentDifference,
} from './temporal-values.ts';
import { textOf } from './text-of.ts';

type Operation = (left: unknown, right: unknown, frame: Frame) => unknown;

/** The binary operators. What they cannot combine is null, with a warning. */
export const operations: Readonly<Record<BinaryOperator, Operation>> = {
  '+': (left, right, frame) => {
    if (typeof left === 'number' && typeof right === 'number') return addNumbers(left, right);
    if (typeof left === 'string' && typeof right === 'string') return left + right;
    return addTemporals(left, right, 1) ?? mismatch('add', left, right, frame);
  },
  '-': (left, right, frame) => {
    if (typeof left === 'number' && typeof right === 'number') return addNumbers(left, -right);
    if (isMoment(left) && isMoment(right))
      return momentDifference(left, right) ?? mismatch('subtract', left, right, frame);
    return (
      (isDuration(right) ? addTemporals(left, right, -1) : null) ?? mismatch('subtract', left, right, frame)
    );
  },
  '*': (left, right, frame) => {
    if (typeof left === 'number' && typeof right === 'number') return multiplyNumbers(left, right);
    return scaled(left, right) ?? scaled(right, left) ?? mismatch('multiply', left, right, frame);
  },
  '/': (left, right, frame) => {
    if (right === 0) return suppress(frame, 'INVALID_TYPE', `Can't divide '${textOf(left, true)}' by zero`);
    if (typeof left === 'number' && typeof right === 'number') return divideNumbers(left, right);
    return quotient(left, right) ?? mismatch('divide', left, right, frame);
  },
  '**': (left, right, frame) => {
    if (typeof left !== 'number' || typeof right !== 'number')
      return mismatch('exponentiate', left, right, frame);
    const power = left ** right;
    return Number.isFinite(power) ? power : mismatch('exponentiate', left, right, frame);
  },
  '=': (left, right, frame) => equalValues(left, right) ?? incomparable(left, right, frame),
  '!=': (left, right, frame) => {
    const equal = equalValues(left, right);
    return equal === null ? incomparable(left, right, frame) : !equal;
  },
  '<': ordering((order) => order < 0),
  '<=': ordering((order) => order <= 0),
  '>': ordering((order) => order > 0),
  '>=': ordering((order) => order >= 0),
};

function ordering(holds: (order: number) => boolean): Operation {
  return (left, right, frame) => {
    const order = compareValues(left, right);
    return order === null ? incomparable(left, right, frame) : holds(order);
  };
}

/** The negative of a number or duration. */
export function negate(value: unknown, frame: Frame): unknown {
  if (typeof value === 'number') return value === 0 ? 0 : -value;
  return scaled(value, -1) ?? suppress(frame, 'INVALID_TYPE', `Can't negate '${textOf(value, true)}'`);
}

function addTemporals(left: unknown, right: unknown, sign: 1 | -1): unknown {
  if (isMoment(left) && isDuration(right)) return addToMoment(left, right, sign);
  if (isDuration(left) && isMoment(right)) return addToMoment(right, left, 1);
  if (!isDuration(left) || !isDuration(right) || isMonths(left) !== isMonths(right)) return null;
  const amount = durationAmount(left) + sign * durationAmount(right);
  return isMonths(left) ? durationOfMonths(amount) : durationOfMilliseconds(amount);
}

function scaled(value: unknown, factor: unknown): unknown {
  if (!isDuration(value) || typeof factor !== 'number') return null;
  const amount = durationAmount(value) * factor;
  return isMonths(value) ? durationOfMonths(amount) : durationOfMilliseconds(amount);
}

function quotient(left: unknown, right: unknown): unknown {
  if (!isDuration(left)) return null;
  if (typeof right === 'number') return scaled(left, 1 / right);
  if (!isDuration(right) || isMonths(left) !== isMonths(right) || durationAmount(right) === 0) return null;
  return durationAmount(left) / durationAmount(right);
}

const prepositions: Readonly<Record<string, string>> = { add: 'to', subtract: 'from' };

function mismatch(verb: string, left: unknown, right: unknown, frame: Frame): null {
  const message =
    typeof left === 'number' || left === null
      ? `Expected number but found '${textOf(left === null ? left : right, true)}'`
      : `Can't ${verb} '${textOf(right, true)}' ${prepositions[verb] ?? 'with'} '${textOf(left, true)}'`;
  return suppress(frame, 'INVALID_TYPE', message);
}

/** Notes that two values have no order or equality. */
export function incomparable(left: unknown, right: unknown, frame: Frame): null {
  return suppress(
    frame,
    'NOT_COMPARABLE',
    `Can't compare '${textOf(left, true)}' with '${textOf(right, true)}'`,
  );
}
