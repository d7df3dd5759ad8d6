const millisecondsPerDay = 86_400_000;
/** The last point in time that a Date can hold: what lies beyond never comes. */
const latestMs = 8_640_000_000_000_000;

/** A duration in the three amounts that do not convert into each other: calendar months, days, and exact milliseconds. */
export interface IsoDuration {
  readonly months: number;
  readonly days: number;
  readonly milliseconds: number;
}

const number = '([+-]?\\d+)';
const pattern = new RegExp(
  `^([+-])?P(?:${number}Y)?(?:${number}M)?(?:${number}W)?(?:${number}D)?` +
    `(?:T(?:${number}H)?(?:${number}M)?(?:([+-]?\\d*(?:[.,]\\d*)?)S)?)?$`,
  'i',
);

/** Reads an ISO 8601 duration: years to fractional seconds, weeks, signs before `P` and before each amount. */
export function parseIsoDuration(text: string): IsoDuration | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, years, months, weeks, days, hours, minutes, seconds] = match;
  const amounts = [years, months, weeks, days, hours, minutes, seconds];
  if (amounts.every((amount) => amount === undefined) || /T$/i.test(text.trim())) return undefined;
  const exactSeconds = Number((seconds ?? '0').replace(',', '.'));
  if (seconds === '' || !Number.isFinite(exactSeconds)) return undefined;
  const factor = sign === '-' ? -1 : 1;
  const whole = (amount: string | undefined) => Number(amount ?? 0);
  return {
    months: normal(factor * (whole(years) * 12 + whole(months))),
    days: normal(factor * (whole(weeks) * 7 + whole(days))),
    milliseconds: normal(factor * (whole(hours) * 3_600_000 + whole(minutes) * 60_000 + exactSeconds * 1000)),
  };
}

const normal = (value: number) => (value === 0 ? 0 : value);

/**
 * Adds a duration to a point in time: months by the UTC calendar (the day is cut to the length of the month), then days, then
 * the exact rest. Fractions of a millisecond round up, so that a timer is never early.
 */
export function addIsoDuration(epochMs: number, duration: IsoDuration): number {
  const rest = duration.days * millisecondsPerDay + duration.milliseconds;
  const due = addMonths(epochMs, duration.months) + Math.ceil(Number(rest.toFixed(6)));
  if (Number.isNaN(due)) return duration.months < 0 ? -latestMs : latestMs;
  return Math.max(-latestMs, Math.min(latestMs, due));
}

function addMonths(epochMs: number, months: number): number {
  if (months === 0) return epochMs;
  const date = new Date(epochMs);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(date.getTime());
  lastDay.setUTCMonth(date.getUTCMonth() + 1, 0);
  date.setUTCDate(Math.min(day, lastDay.getUTCDate()));
  return date.getTime();
}

/** Whether time passes with this duration, from any point in time. */
export function isPositiveDuration({ months, days, milliseconds }: IsoDuration): boolean {
  // A month has at least 28 and at most 31 days; a mixed-sign duration counts as positive only if it always is.
  const shortest = (months > 0 ? months * 28 : months * 31) * millisecondsPerDay;
  return shortest + days * millisecondsPerDay + milliseconds > 0;
}
