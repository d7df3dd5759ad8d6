import { type DecisionOutcome, evaluateDecision } from '../dmn/index.ts';
import type { FeelContext } from '../feel/index.ts';
import type { DecisionEvaluationValue } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import type { DecisionDefinition } from '../state/records.ts';
import type { ElementNode } from './behaviour.ts';

/** What an evaluation gave, and its record, which is not written yet. */
export interface DecisionEvaluation {
  readonly outcome: DecisionOutcome;
  readonly value: DecisionEvaluationValue;
  /** Writes the record; gives its key. To be called once, whether the evaluation failed or not. */
  record(step: Step): number;
}

/**
 * Evaluates a decision with every decision that it requires.
 *
 * @param element the element that asks; undefined if the API does
 */
export function evaluateDeployedDecision(
  step: Step,
  decision: DecisionDefinition,
  context: FeelContext,
  element?: ElementNode,
): DecisionEvaluation {
  const { requirements, decisions } = step.state.decisions;
  const file = requirements.byKey.get(decision.value.decisionRequirementsKey);
  if (file === undefined) {
    throw new Error(`The decision ${decision.key} has no decision requirements`);
  }
  const { tenantId, decisionDefinitionId, deploymentKey } = decision.value;
  const outcome = evaluateDecision(file.model, decisionDefinitionId, context, step.environment.feel);
  const { failure } = outcome;
  const facts = element?.instance.value;
  const value: DecisionEvaluationValue = {
    decisionDefinitionKey: decision.key,
    decisionRequirementsKey: file.key,
    tenantId,
    output: JSON.stringify(outcome.output),
    failure:
      failure === undefined ? null : { decisionDefinitionId: failure.decisionId, message: failure.message },
    evaluated: outcome.evaluatedDecisions.map((evaluated) => {
      // The decisions of one file are deployed together, so that they share the deployment.
      const found = decisions.bound(tenantId, evaluated.decisionId, { type: 'deployment' }, deploymentKey);
      return {
        ...evaluated,
        decisionDefinitionKey: found?.key ?? decision.key,
        version: found?.value.version ?? decision.value.version,
      };
    }),
    elementInstanceKey: element?.instance.key ?? 0,
    processInstanceKey: facts?.processInstanceKey ?? 0,
    processDefinitionKey: facts?.processDefinitionKey ?? 0,
    instance: facts?.instance ?? null,
  };
  return {
    outcome,
    value,
    record: (recording) => {
      const key = recording.nextKey();
      recording.emit('DECISION_EVALUATION', failure === undefined ? 'EVALUATED' : 'FAILED', key, value);
      return key;
    },
  };
}
