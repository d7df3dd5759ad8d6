import { activateElement } from '../execution/activate-element.ts';
import type { ElementBehaviour, ElementNode } from '../execution/behaviour.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { isNoneStart } from '../model/validate.ts';
import type { Step } from '../runtime/step.ts';

/** An embedded sub-process: begins at its none start event, and is done when nothing is left inside. */
export const subProcess: ElementBehaviour = {
  propagatesResult: false,
  onActivated(step, node) {
    startInside(step, node);
  },
};

/** An event sub-process: begins at its start event, with what that has caught. */
export const eventSubProcess: ElementBehaviour = {
  propagatesResult: false,
  onActivated(step, node) {
    startInside(step, node);
  },
};

/** Activates the start event of a scope: the one that was triggered, with its payload, else the none start event. */
export function startInside(step: Step, { instance, element }: ElementNode): void {
  const { key } = instance;
  const started = step.state.elements.starts.get(key);
  const startId = started?.elementId ?? element.children.find(isNoneStart)?.id;
  if (startId === undefined) {
    throw new ElementFailure('UNKNOWN', `The element '${element.id}' has no none start event`);
  }
  step.enqueue(activateElement, { elementId: startId, flowScopeKey: key, variables: started?.variables });
}
