import { FeelRange } from 'feelin';
import { equalValues, rangeIncludes } from './compare.ts';
import type { Compiler } from './compiler.ts';
import { type Frame, suppress } from './frame.ts';
import { operations } from './operators.ts';
import type { SyntaxNode, TestNode, UnaryTestsNode } from './syntax-tree.ts';
import { textOf } from './text-of.ts';

/** Whether a value passes; null when that is unknown. */
export type Tester = (value: unknown, frame: Frame) => boolean | null;

/** Compiles tests of which one is enough. In cells of decision tables (`isCell`) a condition about `?` may stand as a test. */
export function compileTests(compiler: Compiler, tests: readonly TestNode[], isCell: boolean): Tester {
  const compiled = tests.map((test) => compileTest(compiler, test, isCell));
  return (value, frame) => {
    let unknown = false;
    for (const test of compiled) {
      const result = test(value, frame);
      if (result === true) return true;
      if (result === null) unknown = true;
    }
    return unknown ? null : false;
  };
}

/** Compiles the cell of a decision table. */
export function compileUnaryTestsNode(compiler: Compiler, { negated, tests }: UnaryTestsNode): Tester {
  if (tests.length === 0) return () => true;
  const tester = compileTests(compiler, tests, true);
  if (!negated) return tester;
  return (value, frame) => {
    const result = tester(value, frame);
    return result === null ? null : !result;
  };
}

function compileTest(compiler: Compiler, test: TestNode, isCell: boolean): Tester {
  if (test.kind === 'compare') {
    const operand = compiler.compile(test.value);
    const operation = operations[test.operator];
    return (value, frame) => operation(value, operand(frame), frame) as boolean | null;
  }
  const isCondition = isCell && readsInput(test.value);
  const evaluate = compiler.compile(test.value);
  return (value, frame) => {
    const expected = evaluate(frame);
    if (isCondition && (typeof expected === 'boolean' || expected === null)) return expected;
    return matches(value, expected, frame);
  };
}

function matches(value: unknown, expected: unknown, frame: Frame): boolean | null {
  if (expected instanceof FeelRange && !(value instanceof FeelRange)) {
    return rangeIncludes(expected, value) ?? outOfRange(value, expected, frame);
  }
  const equal = equalValues(value, expected);
  if (equal === true || !Array.isArray(expected)) return equal;
  return expected.some(
    (item) => (item instanceof FeelRange ? rangeIncludes(item, value) : equalValues(value, item)) === true,
  );
}

function outOfRange(value: unknown, { start, end }: FeelRange, frame: Frame): null {
  const message = `Can't compare '${textOf(value, true)}' with '${textOf(start, true)}' and '${textOf(end, true)}'`;
  return suppress(frame, 'NOT_COMPARABLE', message);
}

/** Whether `?` occurs anywhere in a part. */
function readsInput(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  const { kind, name } = node as Partial<Extract<SyntaxNode, { kind: 'variable' }>>;
  if (kind === 'variable' && name === '?') return true;
  return Object.values(node).some(readsInput);
}
