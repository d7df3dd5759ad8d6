import { activateElement } from '../execution/activate-element.ts';
import type { ElementBehaviour, ElementNode } from '../execution/behaviour.ts';
import { completeElement } from '../execution/complete-element.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { evaluateExpression, evaluateProperty, scopeContext } from '../execution/evaluate.ts';
import { terminateScopeContent } from '../execution/terminate-scope.ts';
import { propagateVariables, setLocalVariables } from '../execution/variables.ts';
import type { FeelContext } from '../feel/index.ts';
import type { LoopDefinition } from '../model/executable.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';

/** Runs an activity once for each item of a list, all at once or one after the other, and collects what comes of them. */
export const multiInstanceBody: ElementBehaviour = {
  propagatesResult: false,
  onActivated(step, node) {
    const { instance, element } = node;
    const loop = loopOf(node);
    const items = evaluateProperty(step, scopeContext(step, instance.key), loop.inputCollection);
    if (!Array.isArray(items)) {
      throw new ElementFailure(
        'EXTRACT_VALUE_ERROR',
        `The input collection of the element '${element.id}' must be a list, but it is ${JSON.stringify(items)}`,
      );
    }
    const { processInstanceKey } = instance.value;
    const value = { bodyKey: instance.key, processInstanceKey, items };
    step.emit('MULTI_INSTANCE', 'STARTED', step.nextKey(), value);
    if (loop.outputCollection !== null) {
      setLocalVariables(step, instance.key, { [loop.outputCollection]: items.map(() => null) });
    }
    if (items.length === 0) {
      step.enqueue(completeElement, { key: instance.key });
    }
    const count = loop.isSequential ? Math.min(1, items.length) : items.length;
    for (let index = 0; index < count; index++) {
      activateItem(step, node, items, index);
    }
  },
  onChildCompleting(step, node, child) {
    const loop = loopOf(node);
    const { key } = node.instance;
    const row = step.state.elements.loops.get(key);
    if (row === undefined) {
      return;
    }
    const context = scopeContext(step, child.instance.key);
    collectOutput(step, node, child, context);
    const { processInstanceKey } = node.instance.value;
    const { items } = row;
    const value = { bodyKey: key, processInstanceKey, items };
    step.emit('MULTI_INSTANCE', 'ITEM_COMPLETED', step.nextKey(), value);
    const completed = row.completed + 1;
    if (completionConditionHolds(step, node, context, completed)) {
      terminateScopeContent(step, node, child.instance.key);
    } else if (loop.isSequential && completed < items.length) {
      activateItem(step, node, items, completed);
    }
  },
  onCompleting(step, node) {
    const { outputCollection } = loopOf(node);
    const { key, value } = node.instance;
    if (outputCollection !== null) {
      const output = step.state.variables.find(key, outputCollection)?.value.value ?? [];
      propagateVariables(step, value.flowScopeKey, { [outputCollection]: output });
    }
  },
};

function loopOf({ element }: ElementNode): LoopDefinition {
  if (element.loop === null) {
    throw new Error(`The element '${element.id}' is no multi-instance`);
  }
  return element.loop;
}

function activateItem(step: Step, node: ElementNode, items: readonly JsonValue[], index: number): void {
  const { element, instance } = node;
  const { inputElement, collectedVariable } = loopOf(node);
  const variables: Record<string, JsonValue> = { loopCounter: index + 1 };
  if (inputElement !== null) {
    variables[inputElement] = items[index] ?? null;
  }
  // A result that is collected by its name alone stays inside: the name is the item's own from the beginning.
  if (collectedVariable !== null && !(collectedVariable in variables)) {
    variables[collectedVariable] = null;
  }
  step.enqueue(activateElement, {
    elementId: element.id,
    flowScopeKey: instance.key,
    elementType: element.inner?.type,
    variables,
  });
}

function collectOutput(step: Step, node: ElementNode, child: ElementNode, context: FeelContext): void {
  const { outputCollection, outputElement } = loopOf(node);
  if (outputCollection === null || outputElement === null) {
    return;
  }
  const { key } = node.instance;
  const value = evaluateExpression(step, context, outputElement);
  const counter = step.state.variables.find(child.instance.key, 'loopCounter')?.value.value;
  const before = step.state.variables.find(key, outputCollection)?.value.value;
  const output = Array.isArray(before) ? [...before] : [];
  if (typeof counter === 'number') {
    output[counter - 1] = value;
  }
  setLocalVariables(step, key, { [outputCollection]: output });
}

function completionConditionHolds(
  step: Step,
  node: ElementNode,
  context: FeelContext,
  completed: number,
): boolean {
  const { completionCondition, isSequential } = loopOf(node);
  const row = step.state.elements.loops.get(node.instance.key);
  const body = step.state.elements.instances.get(node.instance.key);
  if (completionCondition === null || row === undefined || body === undefined) {
    return false;
  }
  const active = body.activeChildren - 1;
  const counts: JsonObject = {
    numberOfInstances: row.items.length,
    numberOfActiveInstances: active,
    numberOfCompletedInstances: completed,
    numberOfTerminatedInstances: isSequential ? 0 : row.items.length - active - completed,
  };
  const withCounts: FeelContext = (name) =>
    Object.hasOwn(counts, name) ? counts[name] : typeof context === 'function' ? context(name) : undefined;
  const value = evaluateExpression(step, withCounts, completionCondition);
  if (typeof value !== 'boolean') {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `The completion condition '${completionCondition.text}' of the element '${node.element.id}' must give true or false, but it gives ${JSON.stringify(value)}`,
    );
  }
  return value;
}
