import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { activateElement } from './activate-element.ts';
import type { ElementNode } from './behaviour.ts';
import { completeElement } from './complete-element.ts';
import { findNode } from './node.ts';

/** An element completes: it can be compensated from now on, and so can what has completed inside it. To be called while its variables are still there. */
export function subscribeCompensation(step: Step, { instance, element }: ElementNode): void {
  const { key, value } = instance;
  if (value.flowScopeKey === 0) {
    return;
  }
  for (const inner of step.state.compensations.of(key)) {
    const { path, variables } = inner.value;
    step.emit('COMPENSATION_SUBSCRIPTION', 'MOVED', inner.key, {
      ...inner.value,
      scopeKey: value.flowScopeKey,
      path: [element.id, ...path],
      variables: { ...step.state.variables.valuesOf(key), ...variables },
    });
  }
  if (element.compensationHandler !== null) {
    step.emit('COMPENSATION_SUBSCRIPTION', 'CREATED', step.nextKey(), {
      activityId: element.id,
      handlerId: element.compensationHandler.id,
      scopeKey: value.flowScopeKey,
      processInstanceKey: value.processInstanceKey,
      path: [],
      variables: {},
      throwKey: 0,
    });
  }
}

/**
 * Starts the handlers of everything in the thrower's scope (from an event sub-process: also in the scope around it), or only of
 * one activity. Gives false if there is nothing to compensate.
 */
export function throwCompensation(step: Step, { instance }: ElementNode, activityId: string | null): boolean {
  const { key, value } = instance;
  const scope = findNode(step, value.flowScopeKey);
  const scopeKeys = [value.flowScopeKey];
  if (scope?.element.type === 'EVENT_SUB_PROCESS') {
    scopeKeys.push(scope.instance.value.flowScopeKey);
  }
  const subscriptions = scopeKeys
    .flatMap((scopeKey) => step.state.compensations.of(scopeKey))
    .filter(({ value: { throwKey, activityId: id, path } }) => {
      const isMeant = activityId === null || id === activityId || path.includes(activityId);
      return throwKey === 0 && isMeant;
    });
  for (const subscription of subscriptions) {
    const { scopeKey, handlerId, variables } = subscription.value;
    step.emit('COMPENSATION_SUBSCRIPTION', 'TRIGGERED', subscription.key, {
      ...subscription.value,
      throwKey: key,
    });
    step.enqueue(activateElement, {
      elementId: handlerId,
      flowScopeKey: scopeKey,
      variables: own(variables),
    });
  }
  return subscriptions.length > 0;
}

/** A compensation handler has ended; the event that started it goes on when it was the last. */
export function finishCompensation(step: Step, { instance, element }: ElementNode): void {
  if (!element.isForCompensation) {
    return;
  }
  const ofScope = step.state.compensations.of(instance.value.flowScopeKey);
  const done = ofScope.find(({ value }) => value.throwKey !== 0 && value.handlerId === element.id);
  if (done === undefined) {
    return;
  }
  const { throwKey } = done.value;
  step.emit('COMPENSATION_SUBSCRIPTION', 'COMPLETED', done.key, done.value);
  const thrower = findNode(step, throwKey);
  if (thrower !== undefined && !isWaiting(step, thrower)) {
    step.enqueue(completeElement, { key: throwKey });
  }
}

/** Whether handlers that an event has started are still at work. */
function isWaiting(step: Step, { instance }: ElementNode): boolean {
  const { flowScopeKey } = instance.value;
  const outer = step.state.elements.instances.get(flowScopeKey)?.value.flowScopeKey ?? 0;
  return [flowScopeKey, outer].some((scopeKey) =>
    step.state.compensations.of(scopeKey).some(({ value }) => value.throwKey === instance.key),
  );
}

function own(variables: JsonObject): JsonObject | undefined {
  return Object.keys(variables).length === 0 ? undefined : variables;
}
