import { parseCron } from './cron.ts';
import { parseIsoDateTime } from './iso-date-time.ts';
import { isPositiveDuration, parseIsoDuration } from './iso-duration.ts';
import type { TimerDefinition, TimerKind, TimerParseResult } from './timer-definition.ts';

/**
 * Reads the text of a timer: an ISO 8601 date and time, a duration, a cycle `R[n]/[start/]duration`, or as a cycle also a cron
 * expression of six fields or a macro.
 */
export function parseTimer(kind: TimerKind, text: string): TimerParseResult {
  switch (kind) {
    case 'date':
      return parseDate(text);
    case 'duration':
      return parseDuration(text);
    case 'cycle':
      return /^\s*R/.test(text) ? parseInterval(text.trim()) : parseCronCycle(text);
  }
}

const success = (timer: TimerDefinition): TimerParseResult => ({ ok: true, timer });
const failure = (message: string): TimerParseResult => ({ ok: false, message });

function parseDate(text: string): TimerParseResult {
  const dueAtMs = parseIsoDateTime(text);
  return dueAtMs === undefined
    ? failure(
        `'${text}' is no ISO 8601 date and time, such as 2026-01-31T09:00:00Z or 2026-01-31T09:00:00+01:00[Europe/Berlin]`,
      )
    : success({ kind: 'date', dueAtMs });
}

function parseDuration(text: string): TimerParseResult {
  const duration = parseIsoDuration(text);
  return duration === undefined
    ? failure(`'${text}' is no ISO 8601 duration, such as PT15M or P1DT2H`)
    : success({ kind: 'duration', duration });
}

/** More often a cycle cannot fire at one and the same moment. */
const MAX_AT_ONCE = 1000;

function parseInterval(text: string): TimerParseResult {
  const parts = text.split('/');
  const [repeat = '', first = '', second] = parts;
  const durationText = second ?? first;
  const match = /^R(-1|\d*)$/.exec(repeat);
  if (match === null || parts.length < 2 || parts.length > 3) {
    return failure(
      `'${text}' is no cycle: it is R[n]/[start/]duration, such as R3/PT10S, or a cron expression`,
    );
  }
  const repetitions = match[1] === '' || match[1] === '-1' ? Number.POSITIVE_INFINITY : Number(match[1]);
  const duration = parseIsoDuration(durationText);
  if (duration === undefined)
    return failure(`'${durationText}' in the cycle '${text}' is no ISO 8601 duration, such as PT10S`);
  if (repetitions > MAX_AT_ONCE && !isPositiveDuration(duration)) {
    const what = repetitions === Number.POSITIVE_INFINITY ? 'endless cycle' : 'long cycle';
    return failure(`the ${what} '${text}' needs a duration above zero`);
  }
  if (second === undefined || first === '') return success({ kind: 'interval', repetitions, duration });
  const startMs = parseIsoDateTime(first);
  return startMs === undefined
    ? failure(`'${first}' in the cycle '${text}' is no ISO 8601 date and time, such as 2026-01-31T09:00:00Z`)
    : success({ kind: 'interval', repetitions, startMs, duration });
}

function parseCronCycle(text: string): TimerParseResult {
  const parsed = parseCron(text);
  if ('schedule' in parsed) return success({ kind: 'cron', schedule: parsed.schedule });
  return failure(`${parsed.problem}; a cycle is R[n]/[start/]duration or a cron expression`);
}
