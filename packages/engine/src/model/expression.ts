import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { evaluate, parseExpression } from 'feelin';

/** A compiled FEEL expression. */
export interface Expression {
  readonly text: string;
  /** Evaluates with these variables. FEEL does not fail: what cannot be computed is null. */
  evaluate(context: JsonObject): JsonValue;
}

/** Compiles FEEL text (without the leading `=`). @throws SyntaxError if it is not FEEL */
export function compileExpression(text: string): Expression {
  let failed = false;
  parseExpression(text).iterate({
    enter: (node) => {
      failed ||= node.type.isError;
    },
  });
  if (failed) {
    throw new SyntaxError(`'${text}' is not a FEEL expression`);
  }
  return { text, evaluate: (context) => (evaluate(text, context).value ?? null) as JsonValue };
}

/** Text of a model that is either taken as it is, or evaluated when it starts with `=`. */
export type TextOrExpression =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: Expression };

/** Reads an attribute that may hold an expression. @throws SyntaxError if the expression is not FEEL */
export function textOrExpression(source: string): TextOrExpression {
  const trimmed = source.trimStart();
  return trimmed.startsWith('=')
    ? { kind: 'expression', expression: compileExpression(trimmed.slice(1)) }
    : { kind: 'text', text: source };
}

/** The value of {@link TextOrExpression}: the text itself, or what the expression gives. */
export function valueOf(source: TextOrExpression, context: JsonObject): JsonValue {
  return source.kind === 'text' ? source.text : source.expression.evaluate(context);
}
