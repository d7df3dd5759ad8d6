import type { SequenceFlow } from '../model/executable.ts';
import type { SequenceFlowValue } from '../runtime/event.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import { activateElement } from './activate-element.ts';

/** Sends a token along a flow; the element at its end is activated, or decides itself what the token means. */
/** @param caught what came with the event that chose the flow, for the event behind an event-based gateway */
export function takeFlow(step: Step, from: ElementInstance, flow: SequenceFlow, caught?: JsonObject): void {
  const flowKey = step.nextKey();
  const scopeKey = from.value.flowScopeKey;
  const value: SequenceFlowValue = {
    flowId: flow.id,
    targetId: flow.target.id,
    flowScopeKey: scopeKey,
    processInstanceKey: from.value.processInstanceKey,
    processDefinitionKey: from.value.processDefinitionKey,
  };
  step.emit('SEQUENCE_FLOW', 'TAKEN', flowKey, value);
  const taken = { flowKey, value };
  const behaviour = step.behaviours[flow.target.type];
  if (behaviour?.onTokenArrived === undefined) {
    step.enqueue(activateElement, {
      elementId: flow.target.id,
      flowScopeKey: scopeKey,
      token: taken,
      variables: caught,
    });
  } else {
    behaviour.onTokenArrived(step, { flow, taken, scopeKey });
  }
}
