import {
  FeelDate,
  FeelDateTime,
  type FeelDuration,
  type FeelTime,
  parseDate,
  parseDateTime,
  parseTime,
} from 'feelin';
import { parseIsoDuration } from '../timer/iso-duration.ts';
import { equalValues } from './compare.ts';
import { type SignatureTable, UnusableArgument } from './function-signature.ts';
import {
  durationAmount,
  durationOfMilliseconds,
  durationOfMonths,
  isMonths,
  type Moment,
  offsetText,
  temporalText,
} from './temporal-values.ts';
import { textOf } from './text-of.ts';
import { toJsonValue } from './to-json-value.ts';

/** Reads the text of a temporal literal such as `@"2026-01-31"`. */
export function parseTemporal(text: string): Moment | FeelDuration {
  if (/^[-+]?P/.test(text)) return toDuration(text);
  if (/^T?\d{2}:/.test(text)) return toTime(text);
  return text.includes('T') ? toDateTime(text) : toDate(text);
}

function toDate(text: string): FeelDate {
  const value = /^\d{4,}-\d{2}-\d{2}$/.test(text) ? parseDate(text) : null;
  return value ?? refuse(text, 'date');
}

function toTime(text: string): FeelTime {
  const value = parseTime(text.replace(/^T/, '').replace(/\[([^\]]+)\]$/, '@$1'));
  return value ?? refuse(text, 'time');
}

function toDateTime(text: string): FeelDateTime {
  const value = /^\d/.test(text)
    ? parseDateTime(text.replace(/(?:Z|[+-]\d\d:\d\d)?\[([^\]]+)\]$/, '@$1'))
    : null;
  return value ?? refuse(text, 'date and time');
}

/** A duration of years and months, or of days and time; not of both. */
function toDuration(text: string): FeelDuration {
  const found = parseIsoDuration(text);
  if (found === undefined || /W/.test(text)) return refuse(text, 'duration');
  const hasMonths = /[YM]/.test(text.split('T')[0] ?? '');
  if (hasMonths && (found.days !== 0 || found.milliseconds !== 0)) return refuse(text, 'duration');
  return hasMonths
    ? durationOfMonths(found.months)
    : durationOfMilliseconds(found.days * 86_400_000 + found.milliseconds);
}

function refuse(text: string, kind: string): never {
  throw new UnusableArgument(`'${text}' is no ${kind}`);
}

const two = (value: number) => String(value).padStart(2, '0');

function dateOf(year: number, month: number, day: number): FeelDate {
  return toDate(`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);
}

function timeOf(hour: number, minute: number, second: number, offset?: FeelDuration | null): FeelTime {
  const whole = Math.trunc(second);
  const fraction = second === whole ? '' : String(second - whole).slice(1, 11);
  return toTime(
    `${two(hour)}:${two(minute)}:${two(whole)}${fraction}${offset == null ? '' : offsetText(Math.round(durationAmount(offset) / 60_000))}`,
  );
}

function toNumber(text: string, grouping?: string | null, decimal?: string | null): number {
  let digits = text;
  if (grouping) digits = digits.replaceAll(grouping, '');
  if (decimal) digits = digits.replaceAll(decimal, '.');
  if (!/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(digits))
    throw new UnusableArgument(`Can't parse '${text}' as a number`);
  return Number(digits);
}

function inZone(value: FeelDateTime, name: string): FeelDateTime {
  const zone = name === 'Z' ? 'UTC' : name;
  if (value.zone === null) return toDateTime(`${value}@${zone}`);
  try {
    return new FeelDateTime(
      value.unwrap().toZonedDateTime(value.zone).withTimeZone(zone).toPlainDateTime(),
      zone,
    );
  } catch {
    throw new UnusableArgument(`'${name}' is no time zone`);
  }
}

function monthsBetween(from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): FeelDuration {
  const months = (to.year - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) return durationOfMonths(months - 1);
  if (months < 0 && to.day > from.day) return durationOfMonths(months + 1);
  return durationOfMonths(months);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnusableArgument(`'${text}' is no JSON`);
  }
}

function toJson(value: unknown): string {
  const converted = toJsonValue(value);
  if ('problem' in converted) throw new UnusableArgument(converted.problem);
  return JSON.stringify(converted.value);
}

/** Functions that turn a value into one of another type, and those of dates, times and durations. */
export const conversionFunctions: SignatureTable = {
  'string(from: any)': (from: unknown) => (from === null ? null : textOf(from)),
  'number(from: number)': (from: number) => from,
  'number(from: string, grouping separator?: string, decimal separator?: string)': toNumber,
  'boolean(from: boolean)': (from: boolean) => from,
  'boolean(from: string)': (from: string) =>
    ['true', 'false'].includes(from) ? from === 'true' : refuse(from, 'boolean'),
  'date(from: string)': toDate,
  'date(from: date)': (from: FeelDate) => from,
  'date(from: date and time)': (from: FeelDateTime) => new FeelDate(from.unwrap().toPlainDate()),
  'date(year: number, month: number, day: number)': dateOf,
  'time(from: string)': toTime,
  'time(from: time)': (from: FeelTime) => from,
  'time(from: date and time)': (from: FeelDateTime) => toTime(String(from).replace(/^[^T]*T/, '')),
  'time(hour: number, minute: number, second: number, offset?: duration)': timeOf,
  'date and time(from: string)': toDateTime,
  'date and time(from: date and time)': (from: FeelDateTime) => from,
  'date and time(date: day, time: time)': (date: FeelDate | FeelDateTime, time: FeelTime) =>
    toDateTime(`${String(date).replace(/T.*/, '')}T${time}`),
  'date and time(date: date and time, timezone: string)': inZone,
  'duration(from: string)': toDuration,
  'duration(from: duration)': (from: FeelDuration) => from,
  'years and months duration(from: day, to: day)': monthsBetween,
  'to json(value: any)': toJson,
  'from json(value: string)': fromJson,
  'is(value1: any, value2: any)': (left: unknown, right: unknown) =>
    String(left) === String(right) && equalValues(left, right) === true,
  'day of year(date: day)': (date: FeelDate) => date.unwrap().dayOfYear,
  'day of week(date: day)': (date: FeelDate) => weekdays[date.unwrap().dayOfWeek - 1],
  'week of year(date: day)': (date: FeelDate) => date.unwrap().weekOfYear,
  'month of year(date: day)': (date: FeelDate) => months[date.month - 1],
  'last day of month(date: day)': (date: FeelDate) =>
    dateOf(date.year, date.month, new Date(Date.UTC(date.year, date.month, 0)).getUTCDate()),
  'abs(n: duration)': (value: FeelDuration) =>
    isMonths(value)
      ? durationOfMonths(Math.abs(durationAmount(value)))
      : durationOfMilliseconds(Math.abs(durationAmount(value))),
  'cycle(interval: duration)': (interval: FeelDuration) => `R/${temporalText(interval)}`,
  'cycle(repetitions: number, interval: duration)': (repetitions: number, interval: FeelDuration) =>
    `R${repetitions}/${temporalText(interval)}`,
  'cycle(repetitions: null, interval: duration)': (_: null, interval: FeelDuration) =>
    `R/${temporalText(interval)}`,
};

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
