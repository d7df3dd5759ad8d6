import { duration, FeelDate, FeelDateTime, FeelDuration, FeelTime } from 'feelin';

/** A date, time, or date and time. */
export type Moment = FeelDate | FeelTime | FeelDateTime;

const dayMs = 86_400_000;

export function isMoment(value: unknown): value is Moment {
  return value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime;
}

export function isDuration(value: unknown): value is FeelDuration {
  return value instanceof FeelDuration;
}

/** Whether a duration counts years and months, and not days and time. */
export function isMonths(value: FeelDuration): boolean {
  // `years` is null for a duration of days and time (feelin's declaration leaves the null out).
  return (value.years as number | null) !== null;
}

/** A duration as one number: months, or milliseconds. */
export function durationAmount(value: FeelDuration): number {
  const amount = value.unwrap();
  if (isMonths(value)) return amount.years * 12 + amount.months;
  const { days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds } = amount;
  const time = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
  return time * 1000 + milliseconds + microseconds / 1000 + nanoseconds / 1_000_000;
}

export function durationOfMonths(months: number): FeelDuration {
  const total = Math.trunc(months);
  const amount = Math.abs(total);
  return parsed(`${total < 0 ? '-' : ''}P${Math.trunc(amount / 12)}Y${amount % 12}M`);
}

export function durationOfMilliseconds(milliseconds: number): FeelDuration {
  const amount = Math.abs(milliseconds);
  const seconds = Math.trunc(amount / 1000);
  const nanoseconds = Math.round((amount - seconds * 1000) * 1e6);
  const fraction = nanoseconds === 0 ? '' : `.${String(nanoseconds).padStart(9, '0')}`;
  return parsed(`${milliseconds < 0 ? '-' : ''}PT${seconds}${fraction}S`);
}

function parsed(text: string): FeelDuration {
  const value = duration(text);
  if (value === null) throw new RangeError(`'${text}' is out of the range of durations`);
  return value;
}

/** The text of a temporal value; a duration of no length names its kind, as `P0D` or `P0Y`. */
export function temporalText(value: Moment | FeelDuration): string {
  if (isDuration(value) && durationAmount(value) === 0) return isMonths(value) ? 'P0Y' : 'P0D';
  return value.toString();
}

/** The text of a temporal value in JSON: as in FEEL, with the offset of a named zone and the name in brackets. */
export function temporalJsonText(value: Moment | FeelDuration): string {
  if (
    isDuration(value) ||
    value instanceof FeelDate ||
    value.zone === null ||
    /^[+-]|^UTC$/.test(value.zone)
  ) {
    return temporalText(value);
  }
  const offset = value['time offset'];
  const minutes = offset === null ? 0 : Math.round(durationAmount(offset) / 60_000);
  const suffix = value instanceof FeelDateTime ? `[${value.zone}]` : '';
  return `${value.unwrap()}${minutes === 0 ? 'Z' : offsetText(minutes)}${suffix}`;
}

/** An offset of a zone, such as `+02:00`. */
export function offsetText(minutes: number): string {
  const amount = Math.abs(minutes);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(amount / 60))}:${two(amount % 60)}`;
}

/** Whether a time or a date and time has a zone. */
export function isZoned(value: Moment): boolean {
  return !(value instanceof FeelDate) && value.zone !== null;
}

/** The milliseconds by which two values of the same kind and zonedness compare. */
export function momentAmount(value: Moment): number {
  if (value instanceof FeelDate) return dateAmount(value);
  const time = value.unwrap();
  const ofDay =
    ((time.hour * 60 + time.minute) * 60 + time.second) * 1000 +
    time.millisecond +
    time.microsecond / 1000 +
    time.nanosecond / 1e6;
  const local = value instanceof FeelDateTime ? dateAmount(value) + ofDay : ofDay;
  const offset = value.zone === null ? null : value['time offset'];
  return offset === null ? local : local - durationAmount(offset);
}

function dateAmount({ year, month, day }: FeelDate | FeelDateTime): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

/** Adds a duration: calendar arithmetic in the zone of the value; a date stays a date, a time wraps at midnight. */
export function addToMoment(value: Moment, amount: FeelDuration, sign: 1 | -1): Moment | null {
  if (value instanceof FeelDate) return addToDate(value, amount, sign);
  if (value instanceof FeelTime) {
    if (isMonths(amount)) return null;
    return new FeelTime(
      sign > 0 ? value.unwrap().add(amount.unwrap()) : value.unwrap().subtract(amount.unwrap()),
      value.zone,
    );
  }
  const step = amount.unwrap();
  if (value.zone === null || !isMonths(amount)) return shiftDateTime(value, amount, sign);
  return new FeelDateTime(sign > 0 ? value.unwrap().add(step) : value.unwrap().subtract(step), value.zone);
}

function addToDate(value: FeelDate, amount: FeelDuration, sign: 1 | -1): FeelDate {
  if (isMonths(amount)) {
    const step = amount.unwrap();
    return new FeelDate(sign > 0 ? value.unwrap().add(step) : value.unwrap().subtract(step));
  }
  const days = Math.floor((sign * durationAmount(amount)) / dayMs);
  return new FeelDate(value.unwrap().add({ days }));
}

function shiftDateTime(value: FeelDateTime, amount: FeelDuration, sign: 1 | -1): FeelDateTime {
  const step = amount.unwrap();
  const offsetZone = value.zone === null || /^[+-]|^UTC$/.test(value.zone);
  if (offsetZone || value.zone === null) {
    return new FeelDateTime(sign > 0 ? value.unwrap().add(step) : value.unwrap().subtract(step), value.zone);
  }
  const zoned = value.unwrap().toZonedDateTime(value.zone);
  return new FeelDateTime((sign > 0 ? zoned.add(step) : zoned.subtract(step)).toPlainDateTime(), value.zone);
}

/** The time from `right` to `left`; null when only one of them has a zone, or the kinds differ. */
export function momentDifference(left: Moment, right: Moment): FeelDuration | null {
  if (left instanceof FeelTime !== right instanceof FeelTime) return null;
  if (left instanceof FeelDate !== right instanceof FeelDate) {
    // A date counts as its midnight, in UTC next to a zoned date and time.
    return durationOfMilliseconds(momentAmount(left) - momentAmount(right));
  }
  if (isZoned(left) !== isZoned(right)) return null;
  return durationOfMilliseconds(momentAmount(left) - momentAmount(right));
}
