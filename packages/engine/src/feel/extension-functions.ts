import { dateAndTime, parseDate } from 'feelin';
import type { FeelEnvironment } from './feel-expression.ts';
import { toJsonValue } from './to-json-value.ts';

/** A function of FEEL: plain, with the parameter names that named arguments use. */
export type FeelBuiltin = ((...args: never[]) => unknown) & { $args?: readonly string[] };

/** Thrown by `assert` only: ends the evaluation with a failure. */
export class AssertionFailed extends Error {}

type Parameters = readonly string[];

function builtin(parameters: Parameters, implementation: (...args: unknown[]) => unknown): FeelBuiltin {
  return Object.assign((...args: unknown[]) => implementation(...args), { $args: parameters });
}

const text = (value: unknown): value is string => typeof value === 'string';

/** Functions of Camunda's FEEL that feelin does not have and that depend on nothing but their arguments. */
export const extensionFunctions: Readonly<Record<string, FeelBuiltin>> = {
  'get or else': builtin(['value', 'default'], (value, fallback) => value ?? fallback ?? null),
  'is defined': builtin(['value'], (value) => value !== null && value !== undefined),
  assert: builtin(['value', 'condition', 'cause'], (value, condition, cause) => {
    if (condition === true) return value ?? null;
    throw new AssertionFailed(text(cause) ? cause : 'The condition is not fulfilled');
  }),
  'is empty': builtin(['list'], (list) => (Array.isArray(list) ? list.length === 0 : null)),
  'is blank': builtin(['string'], (value) => (text(value) ? value.trim() === '' : null)),
  trim: builtin(['string'], (value) => (text(value) ? value.trim() : null)),
  'to base64': builtin(['value'], (value) => (text(value) ? encodeBase64(value) : null)),
  'to json': builtin(['value'], (value) => {
    const converted = toJsonValue(value);
    return 'value' in converted ? JSON.stringify(converted.value) : null;
  }),
  'from json': builtin(['value'], (value) => (text(value) ? parseJson(value) : null)),
};

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // An unreadable text is a suppressed failure in FEEL: the value is null.
    return null;
  }
}

function encodeBase64(value: string): string {
  return btoa(Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join(''));
}

/** The functions that read the engine's clock and random source. */
export function environmentFunctions(environment: FeelEnvironment): Record<string, FeelBuiltin> {
  return {
    now: builtin([], () => dateAndTime(new Date(environment.now()).toISOString())),
    today: builtin([], () => parseDate(new Date(environment.now()).toISOString().slice(0, 10))),
    'random number': builtin([], () => environment.random()),
    uuid: builtin([], () => randomUuid(environment)),
  };
}

function randomUuid(environment: FeelEnvironment): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(environment.random() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] ?? 0) & 3);
  const hex = digits.map((digit) => digit.toString(16)).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
