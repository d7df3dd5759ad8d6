import { innerInstanceId } from '../model/read-ad-hoc.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { activateElement } from './activate-element.ts';
import type { ElementNode } from './behaviour.ts';
import { completeElement } from './complete-element.ts';
import { terminateScopeContent } from './terminate-scope.ts';

/** Whether an ad-hoc sub-process has an element of that id that can be activated. */
export function isActivatable({ element }: ElementNode, elementId: string): boolean {
  const found = element.children.find(({ id }) => id === elementId);
  return found !== undefined && !REFUSED.has(found.type) && !found.isForCompensation;
}

const REFUSED = new Set(['BOUNDARY_EVENT', 'EVENT_SUB_PROCESS']);

/** Begins a path through an ad-hoc sub-process at one of its elements, in a scope of its own that holds `variables`. */
export function activateInside(
  step: Step,
  { instance, element }: ElementNode,
  elementId: string,
  variables: JsonObject,
): void {
  step.enqueue(activateElement, {
    elementId: innerInstanceId(element.id),
    flowScopeKey: instance.key,
    start: { elementId, variables: {} },
    variables,
  });
}

/**
 * An ad-hoc sub-process has what it wants: it completes when nothing is active in it any more.
 *
 * @param causeKey the path that has brought this about, which completes by itself; 0 for none
 */
export function fulfil(step: Step, node: ElementNode, cancelRemaining: boolean, causeKey: number): void {
  const { key, value } = node.instance;
  step.emit('PROCESS_EVENT', 'FULFILLED', step.nextKey(), {
    elementId: value.elementId,
    hostKey: key,
    processInstanceKey: value.processInstanceKey,
    variables: {},
  });
  if (cancelRemaining) {
    terminateScopeContent(step, node, causeKey);
  }
  step.enqueue(completeElement, { key });
}
