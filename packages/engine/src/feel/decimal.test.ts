import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNumbers, divideNumbers, multiplyNumbers, roundNumber } from './decimal.ts';

const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });

describe('decimal arithmetic', () => {
  it('adds and multiplies amounts of cents exactly', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(addNumbers(a / 100, b / 100)).toBe((a + b) / 100);
        expect(multiplyNumbers(a / 100, b)).toBe(a * b === 0 ? 0 : (a * b) / 100);
      }),
    );
  });

  it('divides what was multiplied', () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 1, max: 9999 }), (a, b) => {
        expect(divideNumbers(multiplyNumbers(a / 100, b / 10), b / 10)).toBe(a / 100);
      }),
    );
  });

  it('is close to the binary result for any numbers', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e12, max: 1e12 }),
        fc.double({ noNaN: true, min: -1e12, max: 1e12 }),
        (a, b) => {
          const scale = Math.max(Math.abs(a), Math.abs(b), Number.MIN_VALUE);
          expect(Math.abs(addNumbers(a, b) - (a + b)) / scale).toBeLessThan(1e-15);
        },
      ),
    );
  });

  it('rounds decimal digits', () => {
    fc.assert(
      fc.property(cents, (a) => {
        expect(roundNumber(a / 1000, 2, 'FLOOR')).toBe(Math.floor(a / 10) / 100);
        expect(roundNumber(a / 1000, 2, 'CEILING') + 0).toBe(Math.ceil(a / 10) / 100 + 0);
        expect(roundNumber(a / 1000, 3, 'UP')).toBe(a / 1000);
      }),
    );
  });
});
