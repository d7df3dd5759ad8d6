import type { ExecutableElement } from '../model/executable.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { activateElement } from './activate-element.ts';
import type { ElementNode } from './behaviour.ts';
import { terminateElement } from './terminate-element.ts';

/** Opens what the boundary events of an activity, and the event sub-processes in a scope, wait for. */
export function openCatchEvents(step: Step, node: ElementNode): void {
  for (const boundary of node.element.boundaryEvents) {
    openCatchEvent(step, node, boundary);
  }
  for (const start of node.element.eventStarts) {
    openCatchEvent(step, node, start);
  }
}

/** Opens what one catching element waits for, on behalf of `host`. */
export function openCatchEvent(step: Step, host: ElementNode, catching: ExecutableElement): void {
  if (catching.event !== null) {
    step.catchEvents[catching.event.kind]?.open(step, host, catching);
  }
}

/** Closes everything that was opened on behalf of `host`. */
export function closeCatchEvents(step: Step, host: ElementNode): void {
  for (const kind of Object.values(step.catchEvents)) {
    kind.close(step, host);
  }
}

/** Closes what the event sub-processes in a scope wait for; its boundary events go on waiting. */
export function closeEventSubProcesses(step: Step, scope: ElementNode): void {
  if (scope.element.eventStarts.length > 0) {
    const only = new Set(scope.element.eventStarts.map(({ id }) => id));
    for (const kind of Object.values(step.catchEvents)) {
      kind.close(step, scope, only);
    }
  }
}

/** A boundary event has caught something: it takes the place of its activity, or starts beside it. */
export function triggerBoundaryEvent(
  step: Step,
  host: ElementNode,
  boundary: ExecutableElement,
  variables: JsonObject,
): void {
  const { key, value, state, trigger } = host.instance;
  if (!boundary.interrupting) {
    step.enqueue(activateElement, { elementId: boundary.id, flowScopeKey: value.flowScopeKey, variables });
  } else if (state !== 'TERMINATING' && trigger === null) {
    step.emit('PROCESS_EVENT', 'TRIGGERING', step.nextKey(), {
      elementId: boundary.id,
      hostKey: key,
      processInstanceKey: value.processInstanceKey,
      variables,
    });
    step.enqueue(terminateElement, { key });
  }
}
