import { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime } from 'feelin';

/** The types of FEEL values. */
export type FeelType =
  | 'null'
  | 'boolean'
  | 'number'
  | 'string'
  | 'list'
  | 'context'
  | 'date'
  | 'time'
  | 'date and time'
  | 'years and months duration'
  | 'days and time duration'
  | 'range'
  | 'function';

/** Names the type of a FEEL value. */
export function feelTypeOf(value: unknown): FeelType {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'function':
      return typeof value as FeelType;
    case 'object':
      return value === null ? 'null' : typeOfObject(value);
    default:
      return 'null';
  }
}

function typeOfObject(value: object): FeelType {
  if (Array.isArray(value)) return 'list';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDuration)
    return isYearsAndMonths(value) ? 'years and months duration' : 'days and time duration';
  if (value instanceof FeelRange) return 'range';
  return value instanceof FeelFunction ? 'function' : 'context';
}

// `years` is null for a duration of days and time (feelin's declaration leaves the null out).
const isYearsAndMonths = (duration: FeelDuration) => (duration.years as number | null) !== null;
