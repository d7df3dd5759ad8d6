import type { ExecutableElement } from '../model/executable.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { activateElement } from './activate-element.ts';
import type { ElementNode } from './behaviour.ts';
import { closeEventSubProcesses } from './catch-events.ts';
import { elementOf, refresh } from './node.ts';
import { terminateElement } from './terminate-element.ts';

/**
 * The start event of an event sub-process has caught something in `scope`, the element instance that contains the event
 * sub-process. Not interrupting: an instance of it starts beside everything else. Interrupting: it starts when everything else
 * in the scope has been terminated; nothing can start in the scope or interrupt it again. Gives false if the scope cannot be
 * triggered (any more): it ends, or was interrupted.
 */
export function triggerEventSubProcess(
  step: Step,
  scope: ElementNode,
  start: ExecutableElement,
  variables: JsonObject,
): boolean {
  const { instance } = refresh(step, scope);
  const { key, value } = instance;
  const container = start.parent;
  if (container === null || instance.state !== 'ACTIVATED' || instance.interruption !== null) {
    return false;
  }
  if (!start.interrupting) {
    step.enqueue(activateElement, {
      elementId: container.id,
      flowScopeKey: key,
      start: { elementId: start.id, variables },
    });
    return true;
  }
  step.emit('PROCESS_EVENT', 'INTERRUPTING', step.nextKey(), {
    elementId: start.id,
    hostKey: key,
    processInstanceKey: value.processInstanceKey,
    variables,
  });
  closeEventSubProcesses(step, scope);
  terminateChildren(step, key);
  startPendingInterruption(step, key);
  return true;
}

/** When nothing else is left in an interrupted scope, the event sub-process that interrupted it starts. Gives whether it was so. */
export function startPendingInterruption(step: Step, scopeKey: number): boolean {
  const scope = step.state.elements.instances.get(scopeKey);
  if (scope?.state !== 'ACTIVATED' || scope.interruption?.isPending !== true || scope.activeChildren > 0) {
    return false;
  }
  const { elementId, variables } = scope.interruption;
  const start = elementOf(step, scope.value.processDefinitionKey, elementId);
  if (start.type !== 'START_EVENT' || start.parent === null) {
    return false;
  }
  step.emit('PROCESS_EVENT', 'TRIGGERED', step.nextKey(), {
    elementId,
    hostKey: scopeKey,
    processInstanceKey: scope.value.processInstanceKey,
    variables,
  });
  step.enqueue(activateElement, {
    elementId: start.parent.id,
    flowScopeKey: scopeKey,
    start: { elementId, variables },
  });
  return true;
}

/** Ends everything that is alive directly in a scope. */
export function terminateChildren(step: Step, scopeKey: number, exceptKey = 0): void {
  for (const child of step.state.elements.children.of(scopeKey)) {
    if (child !== exceptKey) {
      step.enqueue(terminateElement, { key: child });
    }
  }
}
