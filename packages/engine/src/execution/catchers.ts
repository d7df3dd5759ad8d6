import type { ExecutableElement } from '../model/executable.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { triggerBoundaryEvent } from './catch-events.ts';
import { triggerEventSubProcess } from './event-sub-processes.ts';
import { findNode } from './node.ts';

/** An element that catches what was thrown, and the live element instance that it belongs to. */
export interface Catcher {
  /** The activity of a boundary event, or the scope of an event sub-process. */
  readonly host: ElementNode;
  /** The boundary event, or the start event of the event sub-process. */
  readonly catching: ExecutableElement;
}

/**
 * Looks outwards from an element for what catches something: at each level first the boundary events of the element, then the
 * event sub-processes beside it; and so on with the scope around it, through calling activities. An event sub-process does
 * not catch what is thrown inside itself, and a scope that was interrupted catches nothing any more.
 */
export function findCatcher(
  step: Step,
  from: ElementNode,
  choose: (candidates: readonly ExecutableElement[]) => ExecutableElement | undefined,
): Catcher | undefined {
  for (let node: ElementNode | undefined = from; node !== undefined; ) {
    const boundary = isEnding(node) ? undefined : choose(node.element.boundaryEvents);
    if (boundary !== undefined) {
      return { host: node, catching: boundary };
    }
    const scope = enclosing(step, node);
    const start = scope === undefined ? undefined : choose(startsBeside(node, scope));
    if (scope !== undefined && start !== undefined) {
      return { host: scope, catching: start };
    }
    node = scope;
  }
  return undefined;
}

/** Hands what was thrown to its catcher. Gives false if that does not take it any more. */
export function triggerCatcher(step: Step, { host, catching }: Catcher, variables: JsonObject): boolean {
  if (catching.type === 'START_EVENT') {
    return triggerEventSubProcess(step, host, catching, variables);
  }
  triggerBoundaryEvent(step, host, catching, variables);
  return true;
}

function startsBeside(node: ElementNode, scope: ElementNode): readonly ExecutableElement[] {
  const isCalled = node.instance.value.flowScopeKey === 0;
  if (isCalled || isEnding(scope) || scope.instance.interruption !== null) {
    return [];
  }
  return scope.element.eventStarts.filter(({ parent }) => parent !== node.element);
}

/** Whether something else ends the instance already. */
function isEnding({ instance }: ElementNode): boolean {
  return instance.state === 'TERMINATING' || instance.trigger !== null;
}

/** The scope around an element instance; for a called process the calling activity. */
function enclosing(step: Step, node: ElementNode): ElementNode | undefined {
  const { flowScopeKey, instance } = node.instance.value;
  return findNode(step, flowScopeKey === 0 ? instance.parentElementInstanceKey : flowScopeKey);
}
