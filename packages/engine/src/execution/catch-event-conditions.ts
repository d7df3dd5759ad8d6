import type { ConditionalEventDefinition } from '../model/catch-event-definition.ts';
import { defineCommand } from '../runtime/command.ts';
import type { EventOf } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import type { WaitingOf } from '../state/catch-event-records.ts';
import type { CatchEventKind } from './behaviour.ts';
import { canTrigger, triggerCatchEvent } from './catch-event-trigger.ts';
import { listWaiting, waitingOf } from './catch-event-waiting.ts';
import { ElementFailure } from './element-failure.ts';
import { evaluateExpression, scopeContext } from './evaluate.ts';
import { raiseIncident } from './incidents.ts';
import { elementOf } from './node.ts';

type Subscription = WaitingOf<'CONDITION_SUBSCRIPTION'>;
type Change = EventOf<'VARIABLE'>;

/** Waiting for a condition: it is looked at when the wait begins, and when a variable that it reads has changed. */
export const conditionalEvents: CatchEventKind = {
  open(step, host, catching) {
    if (catching.event?.kind === 'conditional') {
      const condition = catching.event.condition.text;
      const key = step.nextKey();
      step.emit('CONDITION_SUBSCRIPTION', 'CREATED', key, { ...waitingOf(host, catching), condition });
      step.enqueue(checkOpenedCondition, { key });
    }
  },
  close(step, host, only) {
    for (const { key, value } of listWaiting(step, host, 'CONDITION_SUBSCRIPTION', only)) {
      step.emit('CONDITION_SUBSCRIPTION', 'DELETED', key, value);
    }
  },
};

/** The condition may hold from the beginning. */
export const checkOpenedCondition = defineCommand(
  'CHECK_CONDITION',
  (step, { key }: { key: number }) => {
    const subscription = step.state.catchEvents.find('CONDITION_SUBSCRIPTION', key);
    if (subscription !== undefined) {
      checkCondition(step, subscription);
    }
  },
  ({ catchEvents }, { key }) => catchEvents.waiting.get(key)?.value.processInstanceKey ?? 0,
);

/** Looks at every condition that an element instance waits for. */
export function checkConditionsOf(step: Step, elementInstanceKey: number): void {
  for (const { type, key } of step.state.catchEvents.ofHost(elementInstanceKey)) {
    if (type === 'CONDITION_SUBSCRIPTION') {
      step.enqueue(checkOpenedCondition, { key });
    }
  }
}

/**
 * Looks at every condition that a change of variables in this step concerns, once each: the outermost scope first, and no
 * further in an instance in which something has been interrupted.
 */
export function checkConditions(step: Step): void {
  if (!step.state.catchEvents.hasConditions) {
    return;
  }
  const changes = new Map<number, Change[]>();
  for (const event of step.events) {
    if (event.valueType === 'VARIABLE' && event.intent !== 'MIGRATED') {
      const { processInstanceKey } = event.value;
      changes.set(processInstanceKey, [...(changes.get(processInstanceKey) ?? []), event]);
    }
  }
  for (const [processInstanceKey, ofInstance] of changes) {
    const tenantId = ofInstance[0]?.value.tenantId ?? '';
    const candidates = step.state.catchEvents
      .conditionsOf(tenantId, processInstanceKey)
      .map((subscription) => ({ subscription, depth: depthOf(step, subscription.value.hostKey) }))
      .sort((left, right) => left.depth - right.depth || left.subscription.key - right.subscription.key);
    for (const { subscription } of candidates) {
      const isConcerned = ofInstance.some((change) => concerns(step, change, subscription));
      if (isConcerned && step.state.suspensions.isSuspended(processInstanceKey)) {
        step.enqueue(checkOpenedCondition, { key: subscription.key });
      } else if (isConcerned && checkCondition(step, subscription) && !subscription.value.staysOpen) {
        break;
      }
    }
  }
}

function depthOf(step: Step, scopeKey: number): number {
  let depth = 0;
  for (let key = scopeKey; key !== 0; depth++) {
    key = step.state.elements.instances.get(key)?.value.flowScopeKey ?? 0;
  }
  return depth;
}

/** Whether a change is of a variable that the condition reads and sees, and happened while it was waited for. */
function concerns(step: Step, change: Change, { value, openedAt }: Subscription): boolean {
  const { name, scopeKey } = change.value;
  const definition = definitionOf(step, value);
  const kind = change.intent === 'CREATED' ? 'create' : 'update';
  const isWanted =
    change.position > openedAt &&
    definition.variableEvents.has(kind) &&
    definition.condition.variablesRead.includes(name) &&
    (definition.variableNames?.has(name) ?? true);
  return isWanted && seesVariableOf(step, value.hostKey, scopeKey, name);
}

/** Whether the variable that a scope sees under a name is the one of `holderKey`. */
function seesVariableOf(step: Step, scopeKey: number, holderKey: number, name: string): boolean {
  for (let key = scopeKey; key !== 0; ) {
    if (key === holderKey) {
      return true;
    }
    if (step.state.variables.find(key, name) !== undefined) {
      return false;
    }
    key = step.state.elements.instances.get(key)?.value.flowScopeKey ?? 0;
  }
  return false;
}

/** Triggers if the condition holds. A result that is neither true, false nor null stops the instance that waits. */
function checkCondition(step: Step, { key, value }: Subscription): boolean {
  if (!canTrigger(step, value)) {
    return false;
  }
  try {
    if (!holds(step, definitionOf(step, value), value.hostKey, value.elementId)) {
      return false;
    }
  } catch (error) {
    const host = step.state.elements.instances.get(value.hostKey);
    if (!(error instanceof ElementFailure) || host === undefined) {
      throw error;
    }
    raiseIncident(step, host, error.errorType, error.message);
    return false;
  }
  step.emit('CONDITION_SUBSCRIPTION', 'TRIGGERED', key, value);
  triggerCatchEvent(step, value, {});
  return true;
}

function holds(
  step: Step,
  { condition }: ConditionalEventDefinition,
  scopeKey: number,
  elementId: string,
): boolean {
  const result = evaluateExpression(step, scopeContext(step, scopeKey), condition, 'CONDITION_ERROR');
  if (result !== null && typeof result !== 'boolean') {
    throw new ElementFailure(
      'CONDITION_ERROR',
      `The condition '${condition.text}' of the element '${elementId}' must give true or false, but it gives ${JSON.stringify(result)}`,
    );
  }
  return result === true;
}

function definitionOf(step: Step, value: Subscription['value']): ConditionalEventDefinition {
  const { event } = elementOf(step, value.processDefinitionKey, value.elementId);
  if (event?.kind !== 'conditional') {
    throw new Error(`The element '${value.elementId}' waits for no condition`);
  }
  return event;
}
