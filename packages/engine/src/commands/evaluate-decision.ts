import { withClusterVariables } from '../execution/cluster-variables.ts';
import { evaluateDeployedDecision } from '../execution/decisions.ts';
import { defineCommand } from '../runtime/command.ts';
import { notFound } from '../runtime/engine-rejection.ts';
import type { DecisionEvaluationValue } from '../runtime/event.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { DecisionDefinition } from '../state/records.ts';

/** Which decision: a certain version, or the newest of an id. */
export type DecisionReference =
  | { readonly decisionDefinitionKey: number }
  | { readonly decisionDefinitionId: string };

export interface EvaluateDecisionInput {
  readonly decision: DecisionReference;
  readonly tenantId: string;
  readonly variables: JsonObject;
}

export interface EvaluateDecisionOutput {
  readonly evaluationKey: number;
  readonly decision: DecisionDefinition;
  readonly value: DecisionEvaluationValue;
}

/** Evaluates a decision outside of any process; a failed evaluation is a result too. */
export const evaluateDecision = defineCommand(
  'EVALUATE',
  (step, input: EvaluateDecisionInput): EvaluateDecisionOutput => {
    const decision = findDecision(step, input);
    const context = withClusterVariables(step, input.tenantId, input.variables);
    const { value, record } = evaluateDeployedDecision(step, decision, context);
    return { evaluationKey: record(step), decision, value };
  },
);

function findDecision(step: Step, { decision, tenantId }: EvaluateDecisionInput): DecisionDefinition {
  const { decisions } = step.state.decisions;
  if ('decisionDefinitionKey' in decision) {
    const found = decisions.byKey.get(decision.decisionDefinitionKey);
    if (found === undefined || found.value.tenantId !== tenantId) {
      throw notFound(`a decision definition with key '${decision.decisionDefinitionKey}'`);
    }
    return found;
  }
  const found = decisions.latest(tenantId, decision.decisionDefinitionId);
  if (found === undefined) {
    throw notFound(`a decision definition with id '${decision.decisionDefinitionId}'`);
  }
  return found;
}
