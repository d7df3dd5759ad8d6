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

  it.each([
    ['for x in list return x + y', ['list', 'y']],
    ['list[item > limit]', ['list', 'limit']],
    ['{a: b, c: a}.c', ['b']],
    ['some x in xs satisfies f(x)', ['xs', 'f']],
    ['(function(p) p + q)(1)', ['q']],
    ['count(a) + now().hour', ['a']],
    ['camunda.vars.env.x', ['camunda']],
  ])('reads from outside in %s', (text, names) => {
    const parsed = compileExpression(text);
    expect(parsed.ok && [...parsed.expression.variablesRead].sort()).toEqual([...names].sort());
  });

  it.each([
    ['x + 1', 'NO_VARIABLE_FOUND', "No variable found with name 'x'"],
    ['{x: 1}.y', 'NO_CONTEXT_ENTRY_FOUND', "No context entry found with key 'y'. Available keys: 'x'"],
    [
      '@"P1Y".days',
      'NO_PROPERTY_FOUND',
      "No property found with name 'days' of value 'P1Y'. Available properties: 'years', 'months'",
    ],
    ['true < 2', 'NOT_COMPARABLE', "Can't compare 'true' with '2'"],
    ['"a" in [2..5]', 'NOT_COMPARABLE', `Can't compare '"a"' with '2' and '5'`],
    ['2 + true', 'INVALID_TYPE', "Expected number but found 'true'"],
    ['if 5 then 1 else 2', 'INVALID_TYPE', "Expected boolean but found '5'"],
    ['true and 2', 'INVALID_TYPE', "Expected boolean but found '2'"],
    ['some x in 2 satisfies true', 'INVALID_TYPE', "Expected list but found '2'"],
    [
      'number("x")',
      'FUNCTION_INVOCATION_FAILURE',
      "Failed to invoke function 'number': Can't parse 'x' as a number",
    ],
    ['nope(1)', 'NO_VARIABLE_FOUND', "No variable found with name 'nope'"],
  ])('warns about %s', (text, type, message) => {
    expect(evaluate(text).warnings).toContainEqual({ type, message });
  });

  it.each([
    '1 +',
    'a.',
    '[1',
    '{a 1}',
    'if a then b',
    'then',
    '{null: 1}',
    '"open',
    '1 2',
    '@x',
    'x in',
    "'a'",
  ])('refuses %s with a position', (text) => {
    const parsed = compileExpression(text);
    expect(parsed.ok ? '' : parsed.message).toMatch(/at position \d+$/);
  });

  it('stops what would run without end', () => {
    const { value, failure } = evaluate('for x in 1..100000, y in 1..100000 return null[1]');
    expect(value).toBeNull();
    expect(failure).toMatch(/stopped after/);
  });

  it('does not fail on a value that is nested too deeply', () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    expect(evaluate('deep', { deep }).failure).toMatch(/nested too deeply/);
    expect(evaluate('deep = deep', { deep }).value).toBe(true);
  });

  it('limits the number of warnings', () => {
    const { value, warnings } = evaluate('count(for i in 1..5000 return missing)');
    expect(value).toBe(5000);
    expect(warnings).toHaveLength(100);
  });

  it('keeps names such as __proto__ as data', () => {
    const result = evaluate('{"__proto__": {polluted: true}, a: 1}').value as Record<string, unknown>;
    expect(Object.keys(result)).toEqual(['__proto__', 'a']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(evaluate('constructor', {}).value).toBeNull();
    expect(evaluate('a.constructor', { a: {} }).value).toBeNull();
  });

  it('stops a function that calls itself without end', () => {
    const { value, warnings } = evaluate('(function(f) f(f))(function(f) f(f))');
    expect(value).toBeNull();
    expect(warnings.length).toBeGreaterThan(0);
  });
});
