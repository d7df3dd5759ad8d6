import { activateInside, fulfil, isActivatable } from '../execution/ad-hoc.ts';
import type { ElementNode } from '../execution/behaviour.ts';
import { terminateChildren } from '../execution/event-sub-processes.ts';
import { findNode } from '../execution/node.ts';
import { propagateVariables } from '../execution/variables.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { refuseSuspended } from './refuse-suspended.ts';

/** An element to activate in an ad-hoc sub-process. */
export interface AdHocActivation {
  readonly elementId: string;
  readonly variables: JsonObject;
}

/** What the worker of an ad-hoc sub-process wants. */
export interface AdHocJobResult {
  readonly activateElements: readonly AdHocActivation[];
  readonly isCompletionConditionFulfilled: boolean;
  readonly isCancelRemainingInstances: boolean;
}

export interface ActivateAdHocElementsInput {
  readonly key: number;
  readonly elements: readonly AdHocActivation[];
  readonly cancelRemainingInstances: boolean;
}

/** Begins paths through a waiting ad-hoc sub-process, on request. */
export const activateAdHocElements = defineCommand('ACTIVATE', (step, input: ActivateAdHocElementsInput) => {
  const node = findNode(step, input.key);
  if (node?.instance.value.elementType !== 'AD_HOC_SUB_PROCESS' || node.instance.state !== 'ACTIVATED') {
    throw notFound(`an active ad-hoc sub-process instance with key '${input.key}'`);
  }
  refuseUnknown(node, input.elements);
  refuseSuspended(step, node.instance.value.processInstanceKey, `the ad-hoc sub-process '${input.key}'`);
  if (input.cancelRemainingInstances) {
    terminateChildren(step, input.key);
  }
  for (const { elementId, variables } of input.elements) {
    activateInside(step, node, elementId, variables);
  }
});

/** The worker of an ad-hoc sub-process has answered: it activates elements, or says that the sub-process is done. */
export function applyAdHocResult(
  step: Step,
  key: number,
  result: AdHocJobResult | undefined,
  variables: JsonObject,
): void {
  const node = findNode(step, key);
  if (node === undefined) {
    return;
  }
  const {
    activateElements = [],
    isCompletionConditionFulfilled = false,
    isCancelRemainingInstances = false,
  } = result ?? {};
  if (isCompletionConditionFulfilled && activateElements.length > 0) {
    throw invalidArgument(
      'A result must not both fulfil the completion condition and activate elements of the ad-hoc sub-process',
    );
  }
  refuseUnknown(node, activateElements);
  propagateVariables(step, key, variables);
  if (isCompletionConditionFulfilled) {
    fulfil(step, node, isCancelRemainingInstances, 0);
  } else if (isCancelRemainingInstances) {
    terminateChildren(step, key);
  }
  for (const { elementId, variables: locals } of activateElements) {
    activateInside(step, node, elementId, locals);
  }
}

function refuseUnknown(node: ElementNode, elements: readonly AdHocActivation[]): void {
  const unknown = elements.filter(({ elementId }) => !isActivatable(node, elementId));
  if (unknown.length > 0) {
    const ids = unknown.map(({ elementId }) => `'${elementId}'`).join(', ');
    throw invalidArgument(
      `Expected ids of elements of the ad-hoc sub-process '${node.element.id}', but there is no ${ids}`,
    );
  }
}
