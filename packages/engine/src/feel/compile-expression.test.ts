import { describe, expect, it } from 'vitest';
import { compileExpression } from './compile-expression.ts';
import type { FeelEnvironment } from './feel-expression.ts';

const environment: FeelEnvironment = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5), random: () => 0.5 };

function evaluate(text: string, context: Record<string, unknown> = {}) {
  const parsed = compileExpression(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.expression.evaluate(context, environment);
}

describe('compileExpression', () => {
  it('evaluates with the variables given', () => {
    expect(evaluate('a.b + 1', { a: { b: 2 } })).toEqual({ value: 3, warnings: [] });
  });

  it('reads from a lookup and asks only for the names in the expression', () => {
    const asked: string[] = [];
    const parsed = compileExpression('total > limit');
    if (!parsed.ok) throw new Error(parsed.message);
    const lookup = (name: string) => {
      asked.push(name);
      return name === 'total' ? 2 : 1;
    };
    expect(parsed.expression.evaluate(lookup, environment).value).toBe(true);
    expect(new Set(asked)).toEqual(new Set(['total', 'limit']));
  });

  it('gives null and a warning for a missing variable', () => {
    const { value, warnings } = evaluate('missing');
    expect(value).toBeNull();
    expect(warnings).toEqual([
      { type: 'NO_VARIABLE_FOUND', message: "No variable found with name 'missing'" },
    ]);
  });

  it('reports a text that does not parse', () => {
    expect(compileExpression('if a then')).toMatchObject({ ok: false });
    expect(compileExpression('  ')).toMatchObject({ ok: false, message: 'the expression is empty' });
  });

  it('fails an evaluation on purpose with assert', () => {
    expect(evaluate('assert(a, a > 1, "too small")', { a: 1 })).toMatchObject({
      value: null,
      failure: 'too small',
    });
    expect(evaluate('assert(a, a > 1)', { a: 2 })).toEqual({ value: 2, warnings: [] });
  });

  it('turns temporal values into ISO strings and takes the time from the environment', () => {
    expect(evaluate('now()').value).toBe('2026-01-02T03:04:05Z');
    expect(evaluate('today() + duration("P1D")').value).toBe('2026-01-03');
    expect(evaluate('[duration("PT1H"), time("10:00:00")]').value).toEqual(['PT1H', '10:00:00']);
  });

  it('fails on values that a variable cannot hold', () => {
    expect(evaluate('[1..3]').failure).toMatch(/range or a function/);
  });

  it('names the root variables it reads', () => {
    const parsed = compileExpression('a.b > 1 and get or else(c, 2) = 3');
    expect(parsed.ok && [...parsed.expression.variablesRead].sort()).toEqual(['a', 'c']);
  });
});
