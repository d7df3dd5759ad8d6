const pattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?(?::?\d{2})?)?(?:\[([^\]]+)\])?$/i;

/**
 * Reads an ISO 8601 date and time as epoch milliseconds. The zone is an offset, an IANA name in brackets, both (the offset
 * decides), or absent, which means UTC. Fractions of a millisecond round up. A zone after `@`, as FEEL writes it, is not accepted,
 * as the platform does not either.
 *
 * @returns undefined when the text is no date and time, or names a day or a zone that does not exist.
 */
export function parseIsoDateTime(text: string): number | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, offset, zone] = match;
  const date = [year, month, day].map(Number) as [number, number, number];
  const time = [hour, minute, second ?? 0].map(Number) as [number, number, number];
  const wallMs = wallClockMs(date, time);
  if (wallMs === undefined) return undefined;
  const rest = Math.ceil(Number(`0.${fraction ?? 0}`) * 1000);
  if (zone !== undefined && zoneOffsetMs(zone, wallMs) === undefined) return undefined;
  if (offset !== undefined) {
    const offsetMs = parseOffset(offset);
    return offsetMs === undefined ? undefined : wallMs - offsetMs + rest;
  }
  return (zone === undefined ? wallMs : instantInZone(zone, wallMs)) + rest;
}

function wallClockMs(date: [number, number, number], time: [number, number, number]): number | undefined {
  const [year, month, day] = date;
  const [hour, minute, second] = time;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const value = new Date(0);
  value.setUTCFullYear(year, month - 1, day);
  if (value.getUTCMonth() !== month - 1 || value.getUTCDate() !== day) return undefined;
  return value.setUTCHours(hour, minute, second, 0);
}

function parseOffset(text: string): number | undefined {
  if (/^z$/i.test(text)) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = (text.slice(1).match(/\d{2}/g) ?? []).map(Number);
  if (hours > 18 || minutes > 59 || seconds > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** A wall clock time that a zone skips moves on by the gap; one that happens twice is the first of the two, as java.time has it. */
function instantInZone(zone: string, wallMs: number): number {
  const dayMs = 86_400_000;
  const before = zoneOffsetMs(zone, wallMs - dayMs) ?? 0;
  const after = zoneOffsetMs(zone, wallMs + dayMs) ?? 0;
  const candidates = [wallMs - before, wallMs - after].filter(
    (instant) => (zoneOffsetMs(zone, instant) ?? 0) === wallMs - instant,
  );
  return candidates.length === 0 ? wallMs - before : Math.min(...candidates);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function zoneOffsetMs(zone: string, instantMs: number): number | undefined {
  const format = formats.get(zone) ?? createFormat(zone);
  if (format === undefined) return undefined;
  const parts = Object.fromEntries(
    format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMs / 1000) * 1000;
}

function createFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
    return format;
  } catch {
    // Intl throws a RangeError for a zone it does not know: the caller reports the text as no date and time.
    return undefined;
  }
}
