import { Cron } from 'croner';

const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

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
  if (trimmed.startsWith('@') && macros[trimmed.toLowerCase()] === undefined) {
    return { problem: `'${trimmed}' is none of ${Object.keys(macros).join(', ')}` };
  }
  const fields = (macros[trimmed.toLowerCase()] ?? trimmed).split(/\s+/);
  if (fields.length !== 6) {
    return {
      problem: `a cron expression has six fields (second minute hour day month weekday), '${trimmed}' has ${fields.length}`,
    };
  }
  try {
    const cron = new Cron(fields.map(normalField).join(' '), {
      mode: '6-part',
      utcOffset: 0,
      domAndDow: true,
      paused: true,
    });
    return { schedule: { nextAfter: (epochMs) => nextAfter(cron, epochMs) } };
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
