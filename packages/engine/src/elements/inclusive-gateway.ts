import { activateElement } from '../execution/activate-element.ts';
import type { ElementBehaviour, ElementNode } from '../execution/behaviour.ts';
import { completeElement } from '../execution/complete-element.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { scopeContext } from '../execution/evaluate.ts';
import { activateFilledJoins } from '../execution/inclusive-joins.ts';
import type { SequenceFlow } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';
import { conditionHolds } from './exclusive-gateway.ts';

/** Takes every flow whose condition holds, else the default flow; joins when no more token can come. */
export const inclusiveGateway: ElementBehaviour = {
  onActivated(step, node) {
    chooseFlows(step, node);
    step.enqueue(completeElement, { key: node.instance.key });
  },
  selectFlows: chooseFlows,
  onTokenArrived(step, token) {
    const { flow, scopeKey, taken } = token;
    if (flow.target.incoming.length < 2) {
      step.enqueue(activateElement, { elementId: flow.target.id, flowScopeKey: scopeKey, token: taken });
      return;
    }
    step.emit('SEQUENCE_FLOW', 'WAITING', taken.flowKey, taken.value);
    activateFilledJoins(step, scopeKey);
  },
};

function chooseFlows(step: Step, { instance, element }: ElementNode): readonly SequenceFlow[] {
  const context = scopeContext(step, instance.key);
  const flows = element.outgoing.filter(
    (flow) => flow !== element.defaultFlow && conditionHolds(step, flow, context),
  );
  if (flows.length > 0 || element.outgoing.length === 0) {
    return flows;
  }
  if (element.defaultFlow !== null) {
    return [element.defaultFlow];
  }
  throw new ElementFailure(
    'CONDITION_ERROR',
    `No condition of the gateway '${element.id}' holds, and it has no default flow`,
  );
}
