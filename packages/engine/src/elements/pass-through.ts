import type { ElementBehaviour } from '../execution/behaviour.ts';
import { completeElement } from '../execution/complete-element.ts';

/** Elements that do nothing of their own: what came in as their local variables is their result. */
export const passThrough: ElementBehaviour = {
  onActivated(step, { instance, element }) {
    const isEvent = element.event !== null;
    const variables = isEvent ? step.state.variables.valuesOf(instance.key) : undefined;
    step.enqueue(completeElement, { key: instance.key, variables });
  },
};
