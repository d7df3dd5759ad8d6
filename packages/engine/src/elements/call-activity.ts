import { continueActivation } from '../execution/activate-element.ts';
import { beginInstance } from '../execution/begin-instance.ts';
import type { ElementBehaviour, ElementNode } from '../execution/behaviour.ts';
import { deploymentKeyOf } from '../execution/called-process.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { evaluateProperty, evaluateText, scopeContext } from '../execution/evaluate.ts';
import { setLocalVariables, visibleVariables } from '../execution/variables.ts';
import type { CalledElement } from '../model/executable.ts';
import { isNoneStart } from '../model/validate.ts';
import type { Step } from '../runtime/step.ts';
import type { ProcessDefinition } from '../state/records.ts';

/** How deep processes may call each other: a process that calls itself without an end must not eat the memory. */
const MAX_CALL_DEPTH = 1000;

/** Calls another process: it waits until the child instance has ended. */
export const callActivity: ElementBehaviour = {
  onActivated(step, node) {
    const { calledElement, id } = node.element;
    if (calledElement === null) {
      throw new ElementFailure('UNKNOWN', `The element '${id}' has no called element`);
    }
    const definition = findCalled(step, node, calledElement);
    refuseDeepCall(step, node);
    const businessId = businessIdOf(step, node, calledElement);
    createChild(step, node, calledElement, definition, businessId);
  },
};

function findCalled(step: Step, node: ElementNode, called: CalledElement): ProcessDefinition {
  const { key, value } = node.instance;
  const what = `The process id that the element '${node.element.id}' calls`;
  const id = evaluateText(step, scopeContext(step, key), called.processId, what);
  const deploymentKey = deploymentKeyOf(step, node);
  const { tenantId } = value.instance;
  const definition = step.state.definitions.boundProcess(tenantId, id, called.binding, deploymentKey);
  if (definition === undefined) {
    const which = called.binding.type === 'latest' ? '' : ` with the binding ${called.binding.type}`;
    throw new ElementFailure(
      'CALLED_ELEMENT_ERROR',
      `No process with id '${id}' is deployed${which}, but the element '${node.element.id}' calls it`,
    );
  }
  if (!definition.model.root.children.some(isNoneStart)) {
    throw new ElementFailure(
      'CALLED_ELEMENT_ERROR',
      `The process '${id}' has no none start event, but the element '${node.element.id}' calls it`,
    );
  }
  return definition;
}

function refuseDeepCall(step: Step, node: ElementNode): void {
  const { instances } = step.state.elements;
  let depth = 1;
  let parentKey = node.instance.value.instance.parentElementInstanceKey;
  while (parentKey !== 0 && depth <= MAX_CALL_DEPTH) {
    depth += 1;
    parentKey = instances.get(parentKey)?.value.instance.parentElementInstanceKey ?? 0;
  }
  if (depth > MAX_CALL_DEPTH) {
    throw new ElementFailure(
      'CALLED_ELEMENT_ERROR',
      `Processes call each other more than ${MAX_CALL_DEPTH} levels deep`,
    );
  }
}

function businessIdOf(step: Step, { instance, element }: ElementNode, called: CalledElement): string | null {
  const handedDown = instance.value.instance.businessId;
  if (called.businessId === null) {
    return handedDown;
  }
  const value = evaluateProperty(step, scopeContext(step, instance.key), called.businessId);
  if (value !== null && typeof value !== 'string') {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `The business id of the element '${element.id}' must be a text, but it is ${JSON.stringify(value)}`,
    );
  }
  return value === null || value === '' ? handedDown : value;
}

function createChild(
  step: Step,
  { instance }: ElementNode,
  called: CalledElement,
  definition: ProcessDefinition,
  businessId: string | null,
): void {
  const { tags } = instance.value.instance;
  const key = beginInstance(step, definition, { tags, businessId, caller: instance });
  const variables = called.propagateAllParentVariables
    ? visibleVariables(step, instance.key)
    : step.state.variables.valuesOf(instance.key);
  setLocalVariables(step, key, variables);
  continueActivation(step, key);
}
