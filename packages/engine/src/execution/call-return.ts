import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import { completeElement } from './complete-element.ts';
import { findNode } from './node.ts';

/** A called process instance completes: its caller goes on, with the child's variables if it wants them. */
export function returnToCaller(step: Step, child: ElementInstance): void {
  const { parentElementInstanceKey: key } = child.value.instance;
  const caller = findNode(step, key);
  if (caller === undefined) {
    return;
  }
  const { calledElement, outputs } = caller.element;
  const wantsVariables = outputs.length > 0 || calledElement?.propagateAllChildVariables === true;
  const variables = wantsVariables ? step.state.variables.valuesOf(child.key) : undefined;
  step.enqueue(completeElement, { key, variables });
}
