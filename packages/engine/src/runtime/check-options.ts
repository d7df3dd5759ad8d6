import { EngineOptionError } from '../engine-option-error.ts';
import type { EngineOptions } from './engine-options.ts';

/** What an option must be, in words, and whether a value is it. */
export interface OptionRule {
  readonly expected: string;
  isMet(value: unknown): boolean;
}

/** The longest time that a timer of the machine can wait, in milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;
const LAST_MOMENT = 8.64e15;

/** A whole number within a range. */
export function wholeNumber(from: number, to: number): OptionRule {
  return {
    expected: `a whole number from ${from} to ${to}`,
    isMet: (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
  };
}

/** Whether something is on. */
export const yesOrNo: OptionRule = {
  expected: 'true or false',
  isMet: (value) => typeof value === 'boolean',
};

/** A text that is not empty. */
export const someText: OptionRule = {
  expected: 'a text that is not empty',
  isMet: (value) => typeof value === 'string' && value.trim() !== '',
};

/** A function. */
export const someFunction: OptionRule = {
  expected: 'a function',
  isMet: (value) => typeof value === 'function',
};

/** Whoever reads the option checks it. */
const checkedByReader: OptionRule = { expected: '', isMet: () => true };

const timeToWait: OptionRule = {
  expected: `milliseconds from 0 to ${LONGEST_MS}`,
  isMet: (value) => typeof value === 'number' && value >= 0 && value <= LONGEST_MS,
};

/** What each option of {@link EngineOptions} must be. */
const ENGINE_RULES: { readonly [Name in keyof Required<EngineOptions>]: OptionRule } = {
  clock: {
    expected: 'an object with the methods of the type Clock of @camunda/core',
    isMet: (value) =>
      ['now', 'monotonic', 'setTimeout', 'clearTimeout'].every(
        (name) => typeof (value as Record<string, unknown> | null)?.[name] === 'function',
      ),
  },
  startTime: wholeNumber(-LAST_MOMENT, LAST_MOMENT),
  snapshot: checkedByReader,
  seed: wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  longPollTimeoutMs: timeToWait,
  requestTimeoutMs: timeToWait,
  ambiguousMessages: {
    expected: "'oldest' or 'random'",
    isMet: (value) => value === 'oldest' || value === 'random',
  },
  apiVersion: checkedByReader,
  authentication: checkedByReader,
  multiTenancy: yesOrNo,
  authorizations: checkedByReader,
  maxRequestBytes: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  cors: {
    expected: 'true, false or a list of origins such as https://app.example',
    isMet: (value) => typeof value === 'boolean' || (Array.isArray(value) && value.every(isOrigin)),
  },
  consistency: {
    expected: 'an object with `lagMs`',
    isMet: (value) => typeof value === 'object' && value !== null,
  },
  eventLimit: {
    expected: 'a whole number from 1, or Infinity',
    isMet: (value) => value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && Number(value) >= 1),
  },
};

/**
 * Refuses options that no engine has, and values that they cannot have.
 * @param more rules for options beside those of an engine
 * @throws EngineOptionError that names the option
 */
export function checkEngineOptions(options: object, more: Readonly<Record<string, OptionRule>> = {}): void {
  checkOptions(options, { ...ENGINE_RULES, ...more });
}

/** Refuses options that are not among the rules, and values that do not keep to them. @throws EngineOptionError */
export function checkOptions(options: object, rules: Readonly<Record<string, OptionRule>>): void {
  if (typeof options !== 'object' || options === null) {
    throw new EngineOptionError('options', `is ${describe(options)}; expected an object`);
  }
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      const known = Object.keys(rules).sort().join(', ');
      throw new EngineOptionError(name, `is not known here; the options are ${known}`);
    }
    if (value !== undefined && !rule.isMet(value)) {
      throw new EngineOptionError(name, `is ${describe(value)}; expected ${rule.expected}`);
    }
  }
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
}

function describe(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
}
