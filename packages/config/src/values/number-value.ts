import { INVALID, settingValue } from './setting-value.ts';

/** What a number setting accepts. */
interface NumberLimits {
  /** What is counted, such as `milliseconds`. */
  readonly unit: string;
  /** @default 0 */
  readonly minimum?: number;
  /** @default none */
  readonly maximum?: number;
  /** Whether fractions are accepted. @default false */
  readonly fractions?: boolean;
}

/** The decimal number that a text is; `undefined` for a text with anything else in it, such as a unit. */
function parseDecimal(text: string): number | undefined {
  return /^[+-]?(\d+(\.\d+)?|\.\d+)$/.test(text.trim()) ? Number(text) : undefined;
}

/** A number of something, written in digits; never more than a safe integer, so that it is what was written. */
export const numberValue = (limits: NumberLimits) => {
  const { unit, minimum = 0, maximum = Number.MAX_SAFE_INTEGER, fractions = false } = limits;
  const range = maximum === Number.MAX_SAFE_INTEGER ? `at least ${minimum}` : `${minimum} to ${maximum}`;
  const expected = `a ${fractions ? '' : 'whole '}number of ${unit}, ${range}, in digits`;
  return settingValue<number>(expected, (given) => {
    const value = typeof given === 'string' ? parseDecimal(given) : given;
    if (typeof value !== 'number' || !Number.isFinite(value)) return INVALID;
    if (!fractions && !Number.isSafeInteger(value)) return INVALID;
    return value >= minimum && value <= maximum ? value : INVALID;
  });
};

/** A time span in milliseconds; a timer of the JavaScript runtimes cannot hold more than 2147483647. */
export const millisecondsValue = (minimum = 0) =>
  numberValue({ unit: 'milliseconds', minimum, maximum: 2 ** 31 - 1 });
