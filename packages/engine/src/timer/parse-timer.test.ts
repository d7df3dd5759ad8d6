import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDue, nextDue } from './next-due.ts';
import { parseTimer } from './parse-timer.ts';
import type { TimerKind } from './timer-definition.ts';

const now = Date.UTC(2026, 0, 15, 10, 30, 15, 500);

function first(kind: TimerKind, text: string, at = now): string | undefined {
  const parsed = parseTimer(kind, text);
  if (!parsed.ok) throw new Error(parsed.message);
  const due = firstDue(parsed.timer, at);
  return due === undefined ? undefined : new Date(due).toISOString();
}

function dueDates(text: string, count: number, at = now): string[] {
  const parsed = parseTimer('cycle', text);
  if (!parsed.ok) throw new Error(parsed.message);
  const dates: string[] = [];
  let due = firstDue(parsed.timer, at);
  while (due !== undefined && dates.length < count) {
    dates.push(new Date(due).toISOString());
    due = nextDue(parsed.timer, due, dates.length);
  }
  return dates;
}

describe('parseTimer', () => {
  it.each([
    ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T09:00:00', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T09:00', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T09:00:00.1234Z', '2026-03-01T09:00:00.124Z'],
    ['2026-03-01T09:00:00+02:00', '2026-03-01T07:00:00.000Z'],
    ['2026-07-01T09:00:00[Europe/Berlin]', '2026-07-01T07:00:00.000Z'],
    ['2026-01-01T09:00:00+01:00[Europe/Berlin]', '2026-01-01T08:00:00.000Z'],
    // the hour that spring skips, and the hour that autumn has twice
    ['2026-03-29T02:30:00[Europe/Berlin]', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30:00[Europe/Berlin]', '2026-10-25T00:30:00.000Z'],
    ['2026-03-08T02:30:00[America/New_York]', '2026-03-08T07:30:00.000Z'],
    ['2026-01-01T00:30:00[Asia/Kolkata]', '2025-12-31T19:00:00.000Z'],
  ])('reads the date %s', (text, expected) => {
    expect(first('date', text)).toBe(expected);
  });

  it.each([
    ['PT15S', '2026-01-15T10:30:30.500Z'],
    ['PT0.25S', '2026-01-15T10:30:15.750Z'],
    ['PT0.0001S', '2026-01-15T10:30:15.501Z'],
    ['P1Y2M3DT4H5M6S', '2027-03-18T14:35:21.500Z'],
    ['P2W', '2026-01-29T10:30:15.500Z'],
    ['-PT1H', '2026-01-15T09:30:15.500Z'],
    ['PT-1H', '2026-01-15T09:30:15.500Z'],
    ['PT0S', '2026-01-15T10:30:15.500Z'],
    ['PT1H-30M', '2026-01-15T11:00:15.500Z'],
  ])('adds the duration %s', (text, expected) => {
    expect(first('duration', text)).toBe(expected);
  });

  it('cuts the day when a month is shorter', () => {
    expect(first('duration', 'P1M', Date.UTC(2028, 0, 31))).toBe('2028-02-29T00:00:00.000Z');
    expect(first('duration', '-P1M', Date.UTC(2026, 2, 31))).toBe('2026-02-28T00:00:00.000Z');
    expect(first('duration', 'P1Y', Date.UTC(2028, 1, 29))).toBe('2029-02-28T00:00:00.000Z');
  });

  it.each([
    ['R3/PT10S', ['2026-01-15T10:30:25.500Z', '2026-01-15T10:30:35.500Z', '2026-01-15T10:30:45.500Z']],
    ['R1/PT10S', ['2026-01-15T10:30:25.500Z']],
    ['R0/PT10S', []],
    ['R2/2026-02-01T00:00:00Z/P1M', ['2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z']],
    ['R2/2026-01-15T10:00:00Z/PT1H', ['2026-01-15T10:30:15.500Z', '2026-01-15T11:30:15.500Z']],
    ['R2//PT1H', ['2026-01-15T11:30:15.500Z', '2026-01-15T12:30:15.500Z']],
  ])('fires the cycle %s', (text, expected) => {
    expect(dueDates(text, 10)).toEqual(expected);
  });

  it('repeats R and R-1 without an end', () => {
    expect(dueDates('R/PT1S', 50)).toHaveLength(50);
    expect(dueDates('R-1/PT1S', 50)).toHaveLength(50);
  });

  it.each([
    ['date', 'tomorrow', /no ISO 8601 date and time/],
    ['date', '2026-02-30T00:00:00Z', /no ISO 8601 date and time/],
    ['date', '2026-01-01T25:00:00Z', /no ISO 8601 date and time/],
    ['date', '2026-01-01T00:00:00[Mars/Base]', /no ISO 8601 date and time/],
    ['date', '2026-07-01T09:00:00@Europe/Berlin', /no ISO 8601 date and time/],
    ['duration', 'P', /no ISO 8601 duration/],
    ['duration', 'P1DT', /no ISO 8601 duration/],
    ['duration', 'PTS', /no ISO 8601 duration/],
    ['duration', '5 minutes', /no ISO 8601 duration/],
    ['cycle', 'R3', /is no cycle/],
    ['cycle', 'R3/PT', /'PT' in the cycle/],
    ['cycle', 'R-2/PT1S', /is no cycle/],
    ['cycle', 'R/PT0S', /needs a duration above zero/],
    ['cycle', 'R/soon/PT1S', /'soon' in the cycle/],
    ['cycle', '* * * * *', /has six fields .* has 5/],
    ['cycle', '99 * * * * *', /no cron expression/],
    ['cycle', '@never', /'@never' is none of @yearly/],
  ] as const)('refuses the %s %s', (kind, text, message) => {
    const parsed = parseTimer(kind, text);
    expect(parsed.ok ? '' : parsed.message).toMatch(message);
  });

  it('never throws and never gives a date that is none, whatever the text', () => {
    const pieces = fc.constantFrom(
      'R',
      'R3',
      '/',
      'P',
      'T',
      '-',
      '9999999999',
      '1',
      'Y',
      'M',
      'D',
      'H',
      'S',
      '.',
      '2026-01-01T00:00:00Z',
      '*',
      ' ',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 10 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(fc.constantFrom('date', 'duration', 'cycle'), text, (kind: TimerKind, source) => {
        const parsed = parseTimer(kind, source);
        if (!parsed.ok) {
          expect(parsed.message).not.toBe('');
          return;
        }
        const due = firstDue(parsed.timer, now);
        if (due === undefined) return;
        expect(Number.isInteger(due)).toBe(true);
        expect(Number.isNaN(new Date(nextDue(parsed.timer, due, 1) ?? due).getTime())).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('is due again later, for any cycle', () => {
    const amount = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(
        amount,
        fc.constantFrom('PT#S', 'PT#M', 'P#D', 'P#W', 'P#M', 'P#Y', 'PT0.#S'),
        fc.integer({ min: 0, max: 4e12 }),
        (count, form, from) => {
          const parsed = parseTimer('cycle', `R/${form.replace('#', String(count))}`);
          if (!parsed.ok) throw new Error(parsed.message);
          const due = firstDue(parsed.timer, from) ?? 0;
          expect(due).toBeGreaterThan(from);
          expect(nextDue(parsed.timer, due, 1)).toBeGreaterThan(due);
        },
      ),
    );
  });
});
