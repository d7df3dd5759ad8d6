import type { FeelContext, FeelExpression, ModelProperty } from '../feel/index.ts';
import type { IncidentErrorType } from '../runtime/event.ts';
import type { JsonValue } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { CLUSTER_NAME, clusterContext } from './cluster-variables.ts';
import { ElementFailure } from './element-failure.ts';
import { lookUpVariable, visibleVariables } from './variables.ts';

/** What expressions of an element read: the variables that its scope sees, and cluster variables. */
export function scopeContext(step: Step, scopeKey: number): (name: string) => unknown {
  return (name) => {
    const value = lookUpVariable(step, scopeKey, name);
    return value === undefined && name === CLUSTER_NAME ? clusterContextOf(step, scopeKey) : value;
  };
}

function clusterContextOf(step: Step, scopeKey: number) {
  const tenantId = step.state.elements.instances.get(scopeKey)?.value.instance.tenantId ?? '';
  return clusterContext(step, tenantId, visibleVariables(step, scopeKey));
}

/** The value of a model's property. @throws ElementFailure if the evaluation fails */
export function evaluateProperty(
  step: Step,
  context: FeelContext,
  property: ModelProperty,
  errorType: IncidentErrorType = 'EXTRACT_VALUE_ERROR',
): JsonValue {
  return property.kind === 'static'
    ? property.text
    : evaluateExpression(step, context, property.expression, errorType);
}

/** The value of an expression; null where FEEL has none. @throws ElementFailure if the evaluation fails (`assert`, a range, a function) */
export function evaluateExpression(
  step: Step,
  context: FeelContext,
  expression: FeelExpression,
  errorType: IncidentErrorType = 'EXTRACT_VALUE_ERROR',
): JsonValue {
  const result = expression.evaluate(context, step.environment.feel);
  if (result.failure !== undefined) {
    throw new ElementFailure(errorType, `The expression '${expression.text}' failed: ${result.failure}`);
  }
  return result.value;
}

/** The text that a property gives. @throws ElementFailure that says what it gives instead */
export function evaluateText(
  step: Step,
  context: FeelContext,
  property: ModelProperty,
  what: string,
): string {
  const value = evaluateProperty(step, context, property);
  if (typeof value !== 'string' || value === '') {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `${what} must be a text, but it is ${describe(property, value)}`,
    );
  }
  return value;
}

/** The integer that a property gives, as a number or as text. @throws ElementFailure that says what it gives instead */
export function evaluateInteger(
  step: Step,
  context: FeelContext,
  property: ModelProperty,
  what: string,
): number {
  const value = evaluateProperty(step, context, property);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `${what} must be an integer, but it is ${describe(property, value)}`,
    );
  }
  return number;
}

function describe(property: ModelProperty, value: JsonValue): string {
  const text = JSON.stringify(value);
  return property.kind === 'expression' ? `${text} (from '=${property.expression.text}')` : text;
}
