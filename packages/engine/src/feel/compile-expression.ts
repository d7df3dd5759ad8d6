import type { FeelParseResult } from './feel-expression.ts';
import { parseWithFeelin } from './feelin-expression.ts';

/** Parses an expression (without the leading `=`), so that a deployment can be refused before anything runs. */
export function compileExpression(text: string): FeelParseResult {
  if (text.trim() === '') return { ok: false, message: 'the expression is empty' };
  return parseWithFeelin(text);
}
