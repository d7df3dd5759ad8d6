import type { ElementBehaviour, ElementNode } from '../execution/behaviour.ts';
import { throwSignal } from '../execution/catch-event-signals.ts';
import { completeElement } from '../execution/complete-element.ts';
import { evaluateText, scopeContext } from '../execution/evaluate.ts';
import { createJob } from '../execution/jobs.ts';
import type { Step } from '../runtime/step.ts';
import { followLink, throwInScope } from './scope-events.ts';

/** Throws on the way. A message is a job for a worker, who publishes it. */
export const intermediateThrowEvent: ElementBehaviour = {
  onActivated(step, node) {
    if (!throwMessageOrSignal(step, node) && !throwInScope(step, node)) {
      step.enqueue(completeElement, { key: node.instance.key });
    }
  },
  onCompleting: followLink,
};

/** What message and signal events do, on the way or at the end. Gives false for every other kind of event. */
export function throwMessageOrSignal(step: Step, node: ElementNode): boolean {
  const { instance, element } = node;
  const { event, job } = element;
  if (event?.kind === 'message' && job !== null) {
    createJob(step, node, job);
    return true;
  }
  if (event?.kind !== 'signal') {
    return false;
  }
  const context = scopeContext(step, instance.key);
  const name = evaluateText(step, context, event.name, `The signal name of the element '${element.id}'`);
  const variables = step.state.variables.valuesOf(instance.key);
  throwSignal(step, { name, variables, tenantId: instance.value.instance.tenantId });
  step.enqueue(completeElement, { key: instance.key });
  return true;
}
