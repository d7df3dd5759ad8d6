import { Cron } from 'croner';

const macros = new Map([
  ['@yearly', '0 0 0 1 1 *'],
  ['@annually', '0 0 0 1 1 *'],
  ['@monthly', '0 0 0 1 * *'],
  ['@weekly', '0 0 0 * * 0'],
  ['@daily', '0 0 0 * * *'],
  ['@midnight', '0 0 0 * * *'],
  ['@hourly', '0 0 * * * *'],
]);

/** The last value of each field; a step that starts at a number runs up to it (`5/20` is `5-59/20`). */
const lastValues = [59, 59, 23, 31, 12, 7];

/** A repeating schedule in UTC. */
export interface CronSchedule {
  /** The first time after the given one, in epoch milliseconds; undefined when the schedule never comes. */
  nextAfter(epochMs: number): number | undefined;
}

/** What reading a schedule gave. */
export type CronParseResult = { readonly schedule: CronSchedule } | { readonly problem: string };

/**
 * Reads a cron expression of six fields (second, minute, hour, day of month, month, day of week) or a macro such as `@daily`.
 * When both a day of month and a day of week are given, both must match.
 */
export function parseCron(text: string): CronParseResult {
  const trimmed = text.trim();
  if (trimmed.startsWith('@') && !macros.has(trimmed.toLowerCase())) {
    return { problem: `'${trimmed}' is none of ${[...macros.keys()].join(', ')}` };
  }
  const fields = (macros.get(trimmed.toLowerCase()) ?? trimmed).split(/\s+/);
  if (fields.length !== 6) {
    return {
      problem: `a cron expression has six fields (second minute hour day month weekday), '${trimmed}' has ${fields.length}`,
    };
  }
  const beforeLastDay = /^L-(\d{1,2})$/.exec(fields[3] ?? '');
  const days = beforeLastDay === null ? undefined : Number(beforeLastDay[1]);
  if (days !== undefined) fields[3] = [28, 29, 30, 31].map((day) => Math.max(day - days, 1)).join(',');
  try {
    const cron = new Cron(fields.map(normalField).join(' '), {
      mode: '6-part',
      utcOffset: 0,
      domAndDow: true,
      paused: true,
    });
    if (days === undefined) return { schedule: { nextAfter: (epochMs) => nextAfter(cron, epochMs) } };
    return { schedule: { nextAfter: (epochMs) => nextBeforeLastDay(cron, days, epochMs) } };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: `'${trimmed}' is no cron expression: ${message.replace(/^Cron(Pattern)?: /, '')}` };
  }
}

function normalField(field: string, index: number): string {
  if (field === '?') return '*';
  return field.replaceAll(
    /(^|,)(\d+)\/(\d+)/g,
    (_, lead, start, step) => `${lead}${start}-${lastValues[index]}/${step}`,
  );
}

function nextAfter(cron: Cron, epochMs: number): number | undefined {
  // croner looks at whole seconds; the fraction is dropped so that the next whole second after the given time counts.
  const next = cron.nextRun(new Date(Math.floor(epochMs / 1000) * 1000));
  return next === null ? undefined : next.getTime();
}

/** `L-3`: croner is asked for the four days that it may be, and those that are not it in their month are passed over. */
function nextBeforeLastDay(cron: Cron, days: number, epochMs: number): number | undefined {
  const dayMs = 86_400_000;
  let from = epochMs;
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const due = nextAfter(cron, from);
    if (due === undefined) return undefined;
    const date = new Date(due);
    const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    if (date.getUTCDate() === lastDay - days) return due;
    from = Math.floor(due / dayMs) * dayMs + dayMs - 1;
  }
  return undefined;
}
