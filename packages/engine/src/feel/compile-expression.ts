import { createExpression, createUnaryTests } from './compiled-expression.ts';
import type { FeelExpression, FeelParseResult } from './feel-expression.ts';
import { FeelSyntaxError } from './lexer.ts';

/** Parses an expression (without the leading `=`), so that a deployment can be refused before anything runs. */
export function compileExpression(text: string): FeelParseResult {
  if (text.trim() === '') return { ok: false, message: 'the expression is empty' };
  return attempt(text, createExpression);
}

/**
 * Parses the tests of a decision table's cell: comma-separated values, comparisons, ranges, or any condition about `?`, the value
 * tested. Evaluated with `?` in the context; true means that the cell matches. An empty text and `-` always match.
 */
export function compileUnaryTests(text: string): FeelParseResult {
  return attempt(text.trim() === '' ? '-' : text, createUnaryTests);
}

function attempt(text: string, create: (text: string) => FeelExpression): FeelParseResult {
  try {
    return { ok: true, expression: create(text) };
  } catch (error) {
    if (error instanceof FeelSyntaxError)
      return { ok: false, message: `${error.message} at position ${error.position + 1}` };
    // The engine of JavaScript throws a RangeError when parts are nested beyond its stack.
    if (error instanceof RangeError) return { ok: false, message: 'the expression is nested too deeply' };
    throw error;
  }
}
