import type { ExecutableElement } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import type { ElementBehaviour, ElementNode } from './behaviour.ts';

/** The live element instance of that key with its element; undefined if it has ended. */
export function findNode(step: Step, key: number): ElementNode | undefined {
  const instance = step.state.elements.instances.get(key);
  return instance === undefined ? undefined : { instance, element: elementOfInstance(step, instance) };
}

/** The node as it is now: nodes are snapshots, and events replace the instance. */
export function refresh(step: Step, node: ElementNode): ElementNode {
  const instance = step.state.elements.instances.get(node.instance.key);
  return instance === undefined ? node : { instance, element: node.element };
}

/** The model's element of an instance. */
export function elementOfInstance(step: Step, instance: ElementInstance): ExecutableElement {
  const element = elementOf(step, instance.value.processDefinitionKey, instance.value.elementId);
  const isItem = element.inner !== null && instance.value.elementType !== element.type;
  return isItem ? element.inner : element;
}

/** The element of that id in a process. @throws Error if the process has none */
export function elementOf(step: Step, processDefinitionKey: number, elementId: string): ExecutableElement {
  const element = step.state.definitions.processes.get(processDefinitionKey)?.model.elements.get(elementId);
  if (element === undefined) {
    throw new Error(`The process definition ${processDefinitionKey} has no element '${elementId}'`);
  }
  return element;
}

/** What the instance's type does. @throws Error if the type has no behaviour */
export function behaviourOf(step: Step, instance: ElementInstance): ElementBehaviour {
  const behaviour = step.behaviours[instance.value.elementType];
  if (behaviour === undefined) {
    throw new Error(`There is no behaviour for elements of type ${instance.value.elementType}`);
  }
  return behaviour;
}
