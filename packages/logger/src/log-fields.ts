import { plainErrors } from './plain-errors.ts';

/** Members that structured loggers write by themselves. */
const TAKEN = new Set(['level', 'message', 'msg', 'time', 'timestamp', 'pid', 'hostname', 'v']);

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * The values of a line as the members of one object, for structured loggers: plain objects are spread, the first error
 * becomes the member `errorName`, everything else goes into the array `values`.
 *
 * @param writesErrors whether the logger knows how to write an error that stands under `errorName`
 */
export function logFields(
  values: readonly unknown[],
  errorName: string,
  writesErrors: boolean,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const rest: unknown[] = [];
  for (const value of values) {
    if (value instanceof Error && !(errorName in fields)) {
      fields[errorName] = writesErrors ? value : plainErrors(value);
    } else if (isPlain(value) && !Object.keys(value).some((name) => TAKEN.has(name) || name in fields)) {
      for (const [name, member] of Object.entries(value)) fields[name] = plainErrors(member);
    } else {
      rest.push(plainErrors(value));
    }
  }
  if (rest.length > 0) fields.values = rest;
  return fields;
}

/** Context for a structured logger: what it writes by itself is not to be given twice, and stands under `context`. */
export function contextFields(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(context);
  const taken = entries.filter(([name]) => TAKEN.has(name));
  const free = Object.fromEntries(entries.filter(([name]) => !TAKEN.has(name)));
  return taken.length === 0 ? free : { ...free, context: Object.fromEntries(taken) };
}
