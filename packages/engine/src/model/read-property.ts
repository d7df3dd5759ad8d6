import type { FeelExpression, ModelProperty } from '../feel/index.ts';
import { compileExpression, parseProperty } from '../feel/index.ts';
import type { Findings } from './finding.ts';

const NOTHING: ModelProperty = { kind: 'static', text: '' };

/** Reads text that may hold an expression (marked by a leading `=`); broken FEEL is a finding. */
export function readProperty(text: string, elementId: string | undefined, findings: Findings): ModelProperty {
  const result = parseProperty(text);
  if (result.ok) {
    return result.property;
  }
  findings.add(elementId, `The expression '${text.trim()}' cannot be read: ${result.message}`);
  return NOTHING;
}

/** Reads text that is always an expression, with or without a leading `=`; broken FEEL is a finding. */
export function readExpression(
  text: string,
  elementId: string | undefined,
  findings: Findings,
): FeelExpression | null {
  const result = compileExpression(text.trimStart().replace(/^=/, ''));
  if (result.ok) {
    return result.expression;
  }
  findings.add(elementId, `The expression '${text.trim()}' cannot be read: ${result.message}`);
  return null;
}
