import type { ElementBehaviour, ElementNode } from '../execution/behaviour.ts';
import { completeElement } from '../execution/complete-element.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { evaluateExpression, scopeContext } from '../execution/evaluate.ts';
import type { FeelContext } from '../feel/index.ts';
import type { SequenceFlow } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';

/** Takes the first flow whose condition holds, in the order of the file; else the default flow. */
export const exclusiveGateway: ElementBehaviour = {
  onActivated(step, node) {
    chooseFlow(step, node, scopeContext(step, node.instance.key));
    step.enqueue(completeElement, { key: node.instance.key });
  },
  selectFlows(step, node) {
    return chooseFlow(step, node, scopeContext(step, node.instance.key));
  },
};

function chooseFlow(step: Step, { element }: ElementNode, context: FeelContext): readonly SequenceFlow[] {
  for (const flow of element.outgoing) {
    if (flow !== element.defaultFlow && conditionHolds(step, flow, context)) {
      return [flow];
    }
  }
  if (element.defaultFlow !== null) {
    return [element.defaultFlow];
  }
  if (element.outgoing.length === 0) {
    return [];
  }
  throw new ElementFailure(
    'CONDITION_ERROR',
    `No condition of the gateway '${element.id}' holds, and it has no default flow`,
  );
}

/** Whether a flow may be taken. @throws ElementFailure if its condition gives anything but true or false */
export function conditionHolds(step: Step, flow: SequenceFlow, context: FeelContext): boolean {
  if (flow.condition === null) {
    return true;
  }
  const value = evaluateExpression(step, context, flow.condition, 'CONDITION_ERROR');
  if (typeof value !== 'boolean') {
    throw new ElementFailure(
      'CONDITION_ERROR',
      `The condition '${flow.condition.text}' of the flow '${flow.id}' must give true or false, but it gives ${JSON.stringify(value)}`,
    );
  }
  return value;
}
