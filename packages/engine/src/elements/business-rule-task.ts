import type { ElementBehaviour, ElementNode } from '../execution/behaviour.ts';
import { deploymentKeyOf } from '../execution/called-process.ts';
import { completeElement } from '../execution/complete-element.ts';
import { evaluateDeployedDecision } from '../execution/decisions.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { evaluateText, scopeContext } from '../execution/evaluate.ts';
import type { CalledDecision } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';
import type { DecisionDefinition } from '../state/records.ts';
import { jobTask } from './job-task.ts';

/** A decision that is evaluated at once, or a job for a worker. */
export const businessRuleTask: ElementBehaviour = {
  onActivated(step, node) {
    const { key } = node.instance;
    const { calledDecision } = node.element;
    if (calledDecision === null) {
      jobTask.onActivated(step, node);
      return;
    }
    const decision = findDecision(step, node, calledDecision);
    const { outcome, record } = evaluateDeployedDecision(step, decision, scopeContext(step, key), node);
    const { failure } = outcome;
    if (failure !== undefined) {
      throw new ElementFailure(
        'DECISION_EVALUATION_ERROR',
        `The decision '${failure.decisionId}' could not be evaluated: ${failure.message}`,
        record,
      );
    }
    record(step);
    step.enqueue(completeElement, { key, variables: { [calledDecision.resultVariable]: outcome.output } });
  },
};

function findDecision(step: Step, node: ElementNode, called: CalledDecision): DecisionDefinition {
  const { key, value } = node.instance;
  const what = `The decision id of the element '${node.element.id}'`;
  const id = evaluateText(step, scopeContext(step, key), called.decisionId, what);
  const { tenantId } = value.instance;
  const found = step.state.decisions.decisions.bound(
    tenantId,
    id,
    called.binding,
    deploymentKeyOf(step, node),
  );
  if (found === undefined) {
    const which = called.binding.type === 'latest' ? '' : ` with the binding ${called.binding.type}`;
    throw new ElementFailure(
      'CALLED_DECISION_ERROR',
      `No decision with id '${id}' is deployed${which}, but the element '${node.element.id}' calls it`,
    );
  }
  return found;
}
