import { FeelRange } from 'feelin';
import type { Compiler, Evaluator } from './compiler.ts';
import { countStep, type Frame, LocalFrame, notBoolean, suppress } from './frame.ts';
import type { IteratorNode, SyntaxNode } from './syntax-tree.ts';
import { textOf } from './text-of.ts';

/** A guard against `for i in 1..1000000000`, which would take all memory. */
const longestRange = 1_000_000;

interface Iterator {
  readonly name: string;
  /** The values of the loop variable; null when there is nothing to iterate over. */
  readonly items: (frame: Frame) => readonly unknown[] | null;
}

/** Compiles `for … return …`: every combination of the loop variables, with the results so far as `partial`. */
export function compileFor(
  compiler: Compiler,
  { iterators, body }: Extract<SyntaxNode, { kind: 'for' }>,
): Evaluator {
  const compiled = compileIterators(compiler, iterators);
  const result = compiler.compileWith([...iterators.map(({ name }) => name), 'partial'], body);
  return (frame) => {
    const partial: unknown[] = [];
    const outer = new LocalFrame(frame, { partial });
    const complete = eachCombination(compiled, outer, (inner) => {
      partial.push(result(inner));
      return true;
    });
    return complete === null ? null : partial;
  };
}

/** Compiles `some … satisfies …` and `every … satisfies …`, three-valued. */
export function compileQuantified(
  compiler: Compiler,
  { quantifier, iterators, condition }: Extract<SyntaxNode, { kind: 'quantified' }>,
): Evaluator {
  const compiled = compileIterators(compiler, iterators);
  const holds = compiler.compileWith(
    iterators.map(({ name }) => name),
    condition,
  );
  const decisive = quantifier === 'some';
  return (frame) => {
    let result: boolean | null = !decisive;
    const complete = eachCombination(compiled, frame, (inner) => {
      const value = holds(inner);
      if (value === decisive) result = decisive;
      else if (value !== !decisive) result = notBoolean(value, inner);
      return value !== decisive;
    });
    return complete === null ? null : result;
  };
}

function compileIterators(compiler: Compiler, iterators: readonly IteratorNode[]): Iterator[] {
  const names: string[] = [];
  return iterators.map(({ name, from, to }) => {
    const start = compiler.compileWith([...names], from);
    const end = to === undefined ? undefined : compiler.compileWith([...names], to);
    names.push(name);
    return {
      name,
      items: (frame) => {
        const first = start(frame);
        if (end !== undefined) return numbersBetween(first, end(frame), frame);
        if (Array.isArray(first)) return first;
        if (first instanceof FeelRange) return numbersOf(first, frame);
        return suppress(frame, 'INVALID_TYPE', `Expected list but found '${textOf(first, true)}'`);
      },
    };
  });
}

function numbersOf(range: FeelRange, frame: Frame): readonly number[] | null {
  const numbers = numbersBetween(range.start, range.end, frame);
  return (
    numbers?.filter(
      (value) =>
        (range['start included'] || value !== range.start) && (range['end included'] || value !== range.end),
    ) ?? null
  );
}

function numbersBetween(start: unknown, end: unknown, frame: Frame): readonly number[] | null {
  if (typeof start !== 'number' || typeof end !== 'number')
    return suppress(frame, 'INVALID_TYPE', 'Expected numbers as ends of an iteration');
  const length = Math.floor(Math.abs(end - start)) + 1;
  if (length > longestRange)
    return suppress(frame, 'INVALID_TYPE', `An iteration has at most ${longestRange} steps`);
  return Array.from({ length }, (_, index) => (start <= end ? start + index : start - index));
}

/** Visits combinations until `visit` says false. Null when an iterator had nothing to iterate over. */
function eachCombination(
  iterators: readonly Iterator[],
  frame: Frame,
  visit: (frame: Frame) => boolean,
): boolean | null {
  const [first, ...rest] = iterators;
  if (first === undefined) return visit(frame);
  const items = first.items(frame);
  if (items === null) return null;
  for (const item of items) {
    countStep(frame);
    const goOn = eachCombination(rest, new LocalFrame(frame, { [first.name]: item }), visit);
    if (goOn !== true) return goOn;
  }
  return true;
}
