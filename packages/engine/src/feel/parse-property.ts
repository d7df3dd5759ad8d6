import { compileExpression } from './compile-expression.ts';
import type { FeelExpression } from './feel-expression.ts';

/** The text of a model's property: fixed text, or an expression that is evaluated when the element needs it. */
export type ModelProperty =
  | { readonly kind: 'static'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: FeelExpression };

/** What reading a property gave, or the message for the deployment's rejection. */
export type PropertyParseResult =
  | { readonly ok: true; readonly property: ModelProperty }
  | { readonly ok: false; readonly message: string };

/** Reads a property of a model. A leading `=` (blanks before it are allowed) marks an expression; all else is static text. */
export function parseProperty(text: string): PropertyParseResult {
  const start = text.search(/\S/);
  if (start < 0 || text[start] !== '=') return { ok: true, property: { kind: 'static', text } };
  const parsed = compileExpression(text.slice(start + 1));
  return parsed.ok ? { ok: true, property: { kind: 'expression', expression: parsed.expression } } : parsed;
}
