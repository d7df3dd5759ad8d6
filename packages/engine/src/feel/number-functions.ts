import { divideNumbers, multiplyNumbers, type RoundingMode, roundNumber } from './decimal.ts';
import { type SignatureTable, UnusableArgument } from './function-signature.ts';

const rounding = (mode: RoundingMode) => (value: number, scale?: number | null) =>
  roundNumber(value, scale ?? 0, mode);

const modes: readonly string[] = ['UP', 'DOWN', 'CEILING', 'FLOOR', 'HALF_UP', 'HALF_DOWN', 'HALF_EVEN'];

function decimal(value: number, scale: number, mode?: string | null): number {
  const chosen = (mode ?? 'HALF_EVEN').toUpperCase();
  if (chosen === 'UNNECESSARY') {
    if (roundNumber(value, scale, 'DOWN') === value) return value;
    throw new UnusableArgument(`Failed to apply rounding mode 'UNNECESSARY': Rounding necessary`);
  }
  if (!modes.includes(chosen))
    throw new UnusableArgument(
      `Illegal argument '${mode}' for rounding mode. Must be one of: ${modes.join(', ')}, UNNECESSARY`,
    );
  return roundNumber(value, scale, chosen as RoundingMode);
}

/** The remainder with the sign of the divisor. */
function modulo(dividend: number, divisor: number): number {
  if (divisor === 0) throw new UnusableArgument('modulo() by zero');
  const whole = roundNumber(divideNumbers(dividend, divisor), 0, 'FLOOR');
  return roundNumber(dividend - multiplyNumbers(divisor, whole), 12, 'HALF_EVEN');
}

function positive(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new UnusableArgument(`${name}() is not defined for this number`);
  return value;
}

/** Functions of numbers. */
export const numberFunctions: SignatureTable = {
  'decimal(n: number, scale: number, mode?: string)': decimal,
  'floor(n: number, scale?: number)': rounding('FLOOR'),
  'ceiling(n: number, scale?: number)': rounding('CEILING'),
  'round up(n: number, scale: number)': rounding('UP'),
  'round down(n: number, scale: number)': rounding('DOWN'),
  'round half up(n: number, scale: number)': rounding('HALF_UP'),
  'round half down(n: number, scale: number)': rounding('HALF_DOWN'),
  'abs(number: number)': Math.abs,
  'abs(n: number)': Math.abs,
  'modulo(dividend: number, divisor: number)': modulo,
  'sqrt(number: number)': (value: number) => positive(Math.sqrt(value), 'sqrt'),
  'log(number: number)': (value: number) => positive(Math.log(value), 'log'),
  'exp(number: number)': (value: number) => Math.exp(value),
  'odd(number: number)': (value: number) => Math.abs(value) % 2 === 1,
  'even(number: number)': (value: number) => Math.abs(value) % 2 === 0,
};
