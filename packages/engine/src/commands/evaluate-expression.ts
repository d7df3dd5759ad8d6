import { withClusterVariables } from '../execution/cluster-variables.ts';
import { scopeContext } from '../execution/evaluate.ts';
import { compileExpression, type FeelContext, type FeelResult } from '../feel/index.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';

export interface EvaluateExpressionInput {
  /** With or without the leading `=`. */
  readonly expression: string;
  readonly tenantId: string;
  /** The live scope whose variables the expression sees; null for none. */
  readonly scopeKey: number | null;
  /** Go before those of the scope. */
  readonly variables: JsonObject;
}

/** Evaluates an expression outside of any element; changes nothing. */
export const evaluateExpression = defineCommand(
  'EVALUATE',
  (step, input: EvaluateExpressionInput): FeelResult => {
    const parsed = compileExpression(input.expression.replace(/^\s*=/, ''));
    if (!parsed.ok) {
      throw invalidArgument(`The expression '${input.expression}' cannot be parsed: ${parsed.message}`);
    }
    const result = parsed.expression.evaluate(contextOf(step, input), step.environment.feel);
    if (result.failure !== undefined) {
      throw invalidArgument(`The expression '${input.expression}' failed: ${result.failure}`);
    }
    return result;
  },
);

function contextOf(step: Step, { scopeKey, tenantId, variables }: EvaluateExpressionInput): FeelContext {
  if (scopeKey === null) {
    return withClusterVariables(step, tenantId, variables);
  }
  if (step.state.elements.instances.get(scopeKey) === undefined) {
    throw notFound(`an active element or process instance with key '${scopeKey}'`);
  }
  const scope = scopeContext(step, scopeKey);
  return (name) => (Object.hasOwn(variables, name) ? variables[name] : scope(name));
}
