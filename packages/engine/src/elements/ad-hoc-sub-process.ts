import { activateInside, fulfil, isActivatable } from '../execution/ad-hoc.ts';
import type { ElementBehaviour, ElementNode } from '../execution/behaviour.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { evaluateExpression, scopeContext } from '../execution/evaluate.ts';
import { cancelJob, createJob } from '../execution/jobs.ts';
import { refresh } from '../execution/node.ts';
import { propagateVariables, setLocalVariables } from '../execution/variables.ts';
import type { AdHocDefinition } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';
import { startInside } from './scope.ts';

/** A scope without an order: an expression, a request or a worker says which of its elements are activated. */
export const adHocSubProcess: ElementBehaviour = {
  propagatesResult: false,
  onActivated(step, node) {
    const { key } = node.instance;
    const { outputCollection, elements } = definitionOf(node);
    setLocalVariables(step, key, { adHocSubProcessElements: [...elements] });
    if (outputCollection !== null) {
      setLocalVariables(step, key, { [outputCollection]: [] });
    }
    if (node.element.job !== null) {
      createAdHocJob(step, node);
    } else {
      activateFirst(step, node);
    }
  },
  onChildCompleting(step, node, child) {
    if (child.element.type !== 'AD_HOC_SUB_PROCESS_INNER_INSTANCE') {
      return;
    }
    collectOutput(step, node, child);
    const { instance } = refresh(step, node);
    if (instance.isFulfilled) {
      return;
    }
    if (node.element.job !== null) {
      cancelJob(step, instance.jobKey);
      createAdHocJob(step, node);
    } else if (isDone(step, node)) {
      const { completionCondition, cancelRemainingInstances } = definitionOf(node);
      const cancels = completionCondition !== null && cancelRemainingInstances;
      fulfil(step, node, cancels, child.instance.key);
    }
  },
  onCompleting(step, node) {
    const { outputCollection } = definitionOf(node);
    const { key, value } = node.instance;
    if (outputCollection !== null) {
      const output = step.state.variables.find(key, outputCollection)?.value.value ?? [];
      propagateVariables(step, value.flowScopeKey, { [outputCollection]: output });
    }
  },
};

/** One path through an ad-hoc sub-process: its results stay in its own scope. */
export const adHocInnerInstance: ElementBehaviour = {
  propagatesResult: false,
  onActivated: startInside,
};

function definitionOf({ element }: ElementNode): AdHocDefinition {
  if (element.adHoc === null) {
    throw new Error(`The element '${element.id}' is no ad-hoc sub-process`);
  }
  return element.adHoc;
}

function createAdHocJob(step: Step, node: ElementNode): void {
  if (node.element.job !== null) {
    createJob(step, node, node.element.job, {
      kind: 'AD_HOC_SUB_PROCESS',
      listenerEventType: 'UNSPECIFIED',
    });
  }
}

function activateFirst(step: Step, node: ElementNode): void {
  const { activeElements } = definitionOf(node);
  if (activeElements === null) {
    return;
  }
  const ids = evaluateExpression(step, scopeContext(step, node.instance.key), activeElements);
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string' && isActivatable(node, id))) {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `The active elements of the ad-hoc sub-process '${node.element.id}' must be a list of ids of its elements, but they are ${JSON.stringify(ids)}`,
    );
  }
  for (const id of ids) {
    activateInside(step, node, id, {});
  }
}

function collectOutput(step: Step, node: ElementNode, child: ElementNode): void {
  const { outputCollection, outputElement } = definitionOf(node);
  if (outputCollection === null || outputElement === null) {
    return;
  }
  const { key } = node.instance;
  const value = evaluateExpression(step, scopeContext(step, child.instance.key), outputElement);
  const before = step.state.variables.find(key, outputCollection)?.value.value;
  setLocalVariables(step, key, { [outputCollection]: [...(Array.isArray(before) ? before : []), value] });
}

function isDone(step: Step, node: ElementNode): boolean {
  const { completionCondition } = definitionOf(node);
  if (completionCondition === null) {
    return true;
  }
  const value = evaluateExpression(step, scopeContext(step, node.instance.key), completionCondition);
  if (typeof value !== 'boolean') {
    throw new ElementFailure(
      'EXTRACT_VALUE_ERROR',
      `The completion condition '${completionCondition.text}' of the element '${node.element.id}' must give true or false, but it gives ${JSON.stringify(value)}`,
    );
  }
  return value;
}
