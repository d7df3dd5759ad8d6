import type { FeelParseResult } from './feel-expression.ts';
import { parseWithFeelin } from './feelin-expression.ts';

/** Parses an expression (without the leading `=`), so that a deployment can be refused before anything runs. */
export function compileExpression(text: string): FeelParseResult {
  if (text.trim() === '') return { ok: false, message: 'the expression is empty' };
  return parseWithFeelin(text, 'expression');
}

/**
 * Parses the tests of a decision table's cell: comma-separated values, comparisons, ranges, or any condition about `?`, the value
 * tested. Evaluated with `?` in the context; true means that the cell matches. An empty text and `-` always match.
 */
export function compileUnaryTests(text: string): FeelParseResult {
  return parseWithFeelin(text.trim() === '' ? '-' : text, 'unary tests');
}
