import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCron } from './cron.ts';

const now = Date.UTC(2026, 0, 15, 10, 30, 15, 500);

function next(text: string, after = now): string | undefined {
  const parsed = parseCron(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  const due = parsed.schedule.nextAfter(after);
  return due === undefined ? undefined : new Date(due).toISOString();
}

describe('parseCron', () => {
  it.each([
    ['*/10 * * * * *', '2026-01-15T10:30:20.000Z'],
    ['0 0/15 * * * *', '2026-01-15T10:45:00.000Z'],
    ['0 5/20 * * * ?', '2026-01-15T10:45:00.000Z'],
    ['0 0 9-17 * * MON-FRI', '2026-01-15T11:00:00.000Z'],
    ['0 0 0 L * *', '2026-01-31T00:00:00.000Z'],
    ['0 0 0 L-3 * *', '2026-01-28T00:00:00.000Z'],
    ['0 0 12 L-3 2 *', '2026-02-25T12:00:00.000Z'],
    ['0 0 0 L-40 * *', undefined],
    ['0 0 0 LW * *', '2026-01-30T00:00:00.000Z'],
    ['0 0 0 1W * *', '2026-02-02T00:00:00.000Z'],
    ['0 0 0 ? * 5L', '2026-01-30T00:00:00.000Z'],
    ['0 0 0 ? * 5#2', '2026-02-13T00:00:00.000Z'],
    ['0 0 0 ? * MON#1', '2026-02-02T00:00:00.000Z'],
    ['0 0 0 13 * FRI', '2026-02-13T00:00:00.000Z'],
    ['0 0 0 * * 7', '2026-01-18T00:00:00.000Z'],
    ['@yearly', '2027-01-01T00:00:00.000Z'],
    ['@monthly', '2026-02-01T00:00:00.000Z'],
    ['@weekly', '2026-01-18T00:00:00.000Z'],
    ['@daily', '2026-01-16T00:00:00.000Z'],
    ['@hourly', '2026-01-15T11:00:00.000Z'],
    ['0 0 0 30 2 *', undefined],
  ])('finds the next time of %s', (text, expected) => {
    expect(next(text)).toBe(expected);
  });

  it('refuses the names of members that every object has', () => {
    expect(parseCron('__proto__')).toHaveProperty('problem');
    expect(parseCron('constructor')).toHaveProperty('problem');
  });

  it('is strictly after the given time', () => {
    expect(next('15 30 10 * * *', Date.UTC(2026, 0, 15, 10, 30, 15))).toBe('2026-01-16T10:30:15.000Z');
  });

  it('agrees with a search second by second', () => {
    const field = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(field, field, fc.integer({ min: 0, max: 3600 }), (second, step, shift) => {
        const from = now + shift * 1000;
        let expected = Math.floor(from / 1000) * 1000 + 1000;
        const matches = (at: number) => {
          const date = new Date(at);
          return date.getUTCSeconds() === second && date.getUTCMinutes() % step === 0;
        };
        while (!matches(expected)) expected += 1000;
        expect(next(`${second} */${step} * * * *`, from)).toBe(new Date(expected).toISOString());
      }),
    );
  });
});
