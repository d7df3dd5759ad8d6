import fc from 'fast-check';
import { evaluate } from 'feelin';
import { describe, expect, it } from 'vitest';
import { compileExpression } from './compile-expression.ts';

const environment = { now: () => 0, random: () => 0 };

type Texts = fc.Arbitrary<string>;

const { numbers, strings, booleans } = fc.letrec<{ numbers: string; strings: string; booleans: string }>(
  (tie) => {
    const number = tie('numbers') as Texts;
    const string = tie('strings') as Texts;
    const boolean = tie('booleans') as Texts;
    const binary = (operands: Texts, ...operators: string[]) =>
      fc.tuple(operands, fc.constantFrom(...operators), operands).map((parts) => `(${parts.join(' ')})`);
    const choice = (operands: Texts) =>
      fc.tuple(boolean, operands, operands).map(([a, b, c]) => `(if ${a} then ${b} else ${c})`);
    return {
      numbers: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.oneof(
          fc.integer({ min: -99, max: 99 }).map(String),
          fc.constantFrom('n', 'm', 'c.n', 'c.d.m', 'missing'),
        ),
        binary(number, '+', '-', '*'),
        number.map((value) => `-${value}`),
        fc.tuple(number, number).map(([a, b]) => `[${a}, ${b}][1]`),
        choice(number),
      ),
      strings: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.constantFrom('""', '"a"', '"b c"', '"\\"x\\\\"', 's', 'c.s'),
        binary(string, '+'),
        choice(string),
        string.map((value) => `upper case(${value})`),
      ),
      booleans: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constantFrom('true', 'false', 'yes', 'no', 'c.yes'),
        binary(number, '<', '<=', '>', '>=', '=', '!='),
        binary(string, '=', '!='),
        binary(boolean, 'and', 'or'),
        boolean.map((value) => `not(${value})`),
        fc.tuple(number, number, number).map(([a, b, c]) => `(${a} in (${b}, > ${c}))`),
      ),
    };
  },
);

const context = {
  n: 7,
  m: -3,
  s: 'text',
  yes: true,
  no: false,
  c: { n: 2, s: 'a', yes: false, d: { m: 5 } },
};

/** feelin reads a missing operand of `=` as false next to a number, and has no order of a missing value: compared as it is. */
function agrees(text: string): void {
  const parsed = compileExpression(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  const ours = parsed.expression.evaluate(context, environment).value;
  const theirs = evaluate(text, context, 'camunda').value ?? null;
  expect({ text, value: ours }).toEqual({ text, value: Object.is(theirs, -0) ? 0 : theirs });
}

describe('compileExpression next to feelin', () => {
  it('agrees on numbers', () => {
    fc.assert(fc.property(numbers, agrees), { numRuns: 500 });
  });

  it('agrees on strings', () => {
    fc.assert(fc.property(strings, agrees), { numRuns: 200 });
  });

  it('agrees on conditions', () => {
    fc.assert(fc.property(booleans, agrees), { numRuns: 500 });
  });

  it('never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...'a ( ) [ ] { } , . .. : + - * / ** < > = != "x" 1 2.5 null true if then else for in return some satisfies and or not( ? @"P1D" date( function(x) between instance of number -> ` \\ "'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces, { maxLength: 12 }).map((list) => list.join(' ')),
        ),
        (text) => {
          const parsed = compileExpression(text);
          if (!parsed.ok) {
            expect(parsed.message).not.toBe('');
            return;
          }
          const { value } = parsed.expression.evaluate({ a: [1, { x: 2 }] }, environment);
          expect(JSON.parse(JSON.stringify(value))).toEqual(value);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('refuses what is nested too deeply, and takes long flat texts', () => {
    expect(compileExpression(`${'('.repeat(5000)}1${')'.repeat(5000)}`).ok).toBe(false);
    expect(compileExpression(`${'-'.repeat(100_000)}1`).ok).toBe(false);
    const parsed = compileExpression(Array.from({ length: 1000 }, () => '1').join(' + '));
    expect(parsed.ok && parsed.expression.evaluate({}, environment).value).toBe(1000);
  });
});
