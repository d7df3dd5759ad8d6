import type { WaitingValue } from '../runtime/catch-event-values.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import { triggerBoundaryEvent } from './catch-events.ts';
import { completeElement } from './complete-element.ts';
import { triggerEventSubProcess } from './event-sub-processes.ts';
import { elementOf, findNode } from './node.ts';
import { startProcessInstance } from './start-process-instance.ts';

/** Whether what waits can still go on: it is active, and nothing else has been caught in its place. */
export function canTrigger(step: Step, { hostKey, elementId, processDefinitionKey }: WaitingValue): boolean {
  if (hostKey === 0) {
    return true;
  }
  const host = step.state.elements.instances.get(hostKey);
  if (host?.state !== 'ACTIVATED' || host.trigger !== null || isSuspended(step, host)) {
    return false;
  }
  const catching = elementOf(step, processDefinitionKey, elementId);
  if (catching.type === 'START_EVENT') {
    return host.interruption === null;
  }
  return (
    host.value.elementType !== 'EVENT_BASED_GATEWAY' || step.state.elements.starts.get(hostKey) === undefined
  );
}

function isSuspended({ state }: Step, { value }: ElementInstance): boolean {
  return state.suspensions.isSuspended(value.processInstanceKey);
}

/**
 * What was waited for has come: the boundary event, the event sub-process, the event behind a gateway or the catching element
 * itself goes on with the payload, or an instance starts. Gives the key of the process instance that this is about.
 */
export function triggerCatchEvent(
  step: Step,
  waiting: WaitingValue,
  variables: JsonObject,
  businessId: string | null = null,
): number {
  const { hostKey, elementId, processDefinitionKey, processInstanceKey } = waiting;
  const host = findNode(step, hostKey);
  if (host === undefined) {
    return startProcessInstance(step, { processDefinitionKey, elementId, variables, businessId });
  }
  const catching = elementOf(step, processDefinitionKey, elementId);
  if (catching.type === 'BOUNDARY_EVENT') {
    triggerBoundaryEvent(step, host, catching, variables);
  } else if (catching.type === 'START_EVENT') {
    triggerEventSubProcess(step, host, catching, variables);
  } else if (host.element.type === 'EVENT_BASED_GATEWAY') {
    const event = { elementId, hostKey, processInstanceKey, variables };
    step.emit('PROCESS_EVENT', 'STARTING', step.nextKey(), event);
    step.enqueue(completeElement, { key: hostKey });
  } else {
    step.enqueue(completeElement, { key: hostKey, variables });
  }
  return processInstanceKey;
}
