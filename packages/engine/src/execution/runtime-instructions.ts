import type { ElementInstanceValue } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import { terminateElement } from './terminate-element.ts';

/** An element has ended: if its instance was created to end with it, it does. Gives whether it is so. */
export function endsInstance(step: Step, value: ElementInstanceValue): boolean {
  const { elementId, processInstanceKey, flowScopeKey } = value;
  const instructions = step.state.elements.runtimeInstructions.get(processInstanceKey);
  if (instructions === undefined || !instructions.terminateAfter.includes(elementId)) {
    return false;
  }
  // An item of a multi-instance has the id of its body, which is what has to end.
  const scope = step.state.elements.instances.get(flowScopeKey);
  if (scope?.value.elementType === 'MULTI_INSTANCE_BODY') {
    return false;
  }
  step.enqueue(terminateElement, { key: processInstanceKey });
  return true;
}
