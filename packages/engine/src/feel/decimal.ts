/** A decimal number: coefficient × 10^-scale. */
interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

const divisionDigits = 34n;

/** Sum without binary rounding: 0.1 + 0.2 is 0.3. */
export function addNumbers(left: number, right: number): number {
  const sum = left + right;
  return Number.isSafeInteger(sum) && Number.isInteger(left)
    ? sum
    : decimalResult(left, right, sum, addDecimals);
}

/** Product without binary rounding: 1.1 * 1.1 is 1.21. */
export function multiplyNumbers(left: number, right: number): number {
  const product = withoutNegativeZero(left * right);
  if (Number.isInteger(left) && Number.isInteger(right)) return product;
  return decimalResult(left, right, product, (a, b) => ({
    coefficient: a.coefficient * b.coefficient,
    scale: a.scale + b.scale,
  }));
}

/** Quotient of the decimal numbers, rounded once: 0.3 / 0.1 is 3. The divisor is not zero. */
export function divideNumbers(left: number, right: number): number {
  const quotient = withoutNegativeZero(left / right);
  if (Number.isInteger(left) && Number.isInteger(right)) return quotient;
  return decimalResult(left, right, quotient, (a, b) => ({
    coefficient: (a.coefficient * 10n ** (divisionDigits + BigInt(b.scale))) / b.coefficient,
    scale: a.scale + Number(divisionDigits),
  }));
}

function decimalResult(
  left: number,
  right: number,
  binary: number,
  combine: (left: Decimal, right: Decimal) => Decimal,
): number {
  if (!isModerate(left) || !isModerate(right)) return binary;
  const { coefficient, scale } = combine(toDecimal(left), toDecimal(right));
  return Number(`${coefficient}e${-scale}`);
}

const withoutNegativeZero = (value: number) => (value === 0 ? 0 : value);

/** Beyond these sizes the decimal digits of a double mean little, and the coefficients would grow without bound. */
const isModerate = (value: number) => value === 0 || (Math.abs(value) < 1e30 && Math.abs(value) > 1e-30);

function addDecimals(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  const aligned = (value: Decimal) => value.coefficient * 10n ** BigInt(scale - value.scale);
  return { coefficient: aligned(left) + aligned(right), scale };
}

function toDecimal(value: number): Decimal {
  const [digits = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  const scale = fraction.length - Number(exponent);
  const coefficient = BigInt(whole + fraction);
  return scale >= 0 ? { coefficient, scale } : { coefficient: coefficient * 10n ** BigInt(-scale), scale: 0 };
}

/** How a number is rounded to its last digit. */
export type RoundingMode = 'UP' | 'DOWN' | 'CEILING' | 'FLOOR' | 'HALF_UP' | 'HALF_DOWN' | 'HALF_EVEN';

/** Rounds the decimal digits of a number, not its binary ones: 2.345 to two digits is 2.35 half up. */
export function roundNumber(value: number, digits: number, mode: RoundingMode): number {
  if (!Number.isFinite(value) || !isModerate(value)) return value;
  const { coefficient, scale } = toDecimal(value);
  if (scale <= digits) return value;
  const unit = 10n ** BigInt(scale - digits);
  const magnitude = coefficient < 0n ? -coefficient : coefficient;
  const whole = magnitude / unit;
  const rest = magnitude % unit;
  const rounded = whole + (roundsUp(mode, whole, rest, unit, coefficient < 0n) ? 1n : 0n);
  return Number(`${coefficient < 0n && rounded !== 0n ? -rounded : rounded}e${-digits}`);
}

function roundsUp(mode: RoundingMode, whole: bigint, rest: bigint, unit: bigint, negative: boolean): boolean {
  if (rest === 0n) return false;
  const twice = rest * 2n;
  switch (mode) {
    case 'UP':
      return true;
    case 'DOWN':
      return false;
    case 'CEILING':
      return !negative;
    case 'FLOOR':
      return negative;
    case 'HALF_UP':
      return twice >= unit;
    case 'HALF_DOWN':
      return twice > unit;
    case 'HALF_EVEN':
      return twice > unit || (twice === unit && whole % 2n === 1n);
  }
}
