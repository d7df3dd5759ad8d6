import type { Compiler, Evaluator } from './compiler.ts';
import { feelTypeOf } from './feel-type-of.ts';
import { countStep, type Frame, LocalFrame } from './frame.ts';
import type { SyntaxNode } from './syntax-tree.ts';

/** Kinds of conditions that give a boolean or null, never a position. */
const conditions: readonly SyntaxNode['kind'][] = ['logical', 'between', 'in', 'instance of', 'quantified'];
const comparisons: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];

/** Compiles `list[position]` and `list[condition]`, in which `item` and the entries of the item are local names. */
export function compileFilter(
  compiler: Compiler,
  { target, condition }: Extract<SyntaxNode, { kind: 'filter' }>,
): Evaluator {
  const list = compiler.compile(target);
  const accepts = compiler.compileWith(['item'], condition);
  const isCondition =
    conditions.includes(condition.kind) ||
    (condition.kind === 'binary' && comparisons.includes(condition.operator));
  // A call may give a position or a condition, which its value for the first item shows.
  const isCall = condition.kind === 'call' || condition.kind === 'invoke';
  return (frame) => {
    const value = list(frame);
    if (value === null) return null;
    const items = Array.isArray(value) ? value : [value];
    if (!isCondition) {
      const position = quietly(accepts, isCall && items.length > 0 ? itemFrame(frame, items[0]) : frame);
      if (typeof position === 'number') return itemAt(items, position);
    }
    return items.filter((item) => {
      countStep(frame);
      return accepts(itemFrame(frame, item)) === true;
    });
  };
}

/** Evaluates without warnings unless it gives a position: a failure only means that the condition is about the items. */
function quietly(evaluate: Evaluator, frame: Frame): unknown {
  const { warnings } = frame.run;
  const before = warnings.length;
  const value = evaluate(frame);
  if (typeof value !== 'number') warnings.length = before;
  return value;
}

function itemAt(items: readonly unknown[], position: number): unknown {
  return items[position < 0 ? items.length + position : position - 1] ?? null;
}

function itemFrame(frame: Frame, item: unknown): Frame {
  if (feelTypeOf(item) !== 'context') return new LocalFrame(frame, { item });
  const context = item as Record<string, unknown>;
  const outer = Object.hasOwn(context, 'item') ? frame : new LocalFrame(frame, { item });
  return new LocalFrame(outer, context);
}
