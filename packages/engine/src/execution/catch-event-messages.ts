import type { FeelContext } from '../feel/index.ts';
import type { ExecutableElement } from '../model/executable.ts';
import type { MessageSubscriptionValue, WaitingValue } from '../runtime/catch-event-values.ts';
import { defineCommand } from '../runtime/command.ts';
import type { Step } from '../runtime/step.ts';
import type { Message, WaitingOf } from '../state/catch-event-records.ts';
import type { CatchEventKind } from './behaviour.ts';
import { canTrigger, triggerCatchEvent } from './catch-event-trigger.ts';
import { listWaiting, waitingOf } from './catch-event-waiting.ts';
import { ElementFailure } from './element-failure.ts';
import { evaluateProperty, evaluateText, scopeContext } from './evaluate.ts';

type Subscription = WaitingOf<'MESSAGE_SUBSCRIPTION'>;

/** Waiting for a message: by name and correlation key, as they are when the wait begins. */
export const messageEvents: CatchEventKind = {
  open(step, host, catching) {
    openMessage(step, waitingOf(host, catching), catching, scopeContext(step, host.instance.key));
  },
  close(step, host, only) {
    for (const { key, value } of listWaiting(step, host, 'MESSAGE_SUBSCRIPTION', only)) {
      step.emit('MESSAGE_SUBSCRIPTION', 'DELETED', key, value);
    }
  },
};

/** Begins to wait for a message; one that is there already comes next. @throws ElementFailure */
export function openMessage(
  step: Step,
  waiting: WaitingValue,
  { event, id }: ExecutableElement,
  context: FeelContext,
): void {
  if (event?.kind !== 'message') {
    return;
  }
  const messageName = evaluateText(step, context, event.name, `The message name of the element '${id}'`);
  const needsKey = waiting.hostKey !== 0 && event.correlationKey !== null;
  const correlationKey = needsKey
    ? correlationKeyOf(
        evaluateProperty(step, context, event.correlationKey),
        `The correlation key of the element '${id}'`,
      )
    : null;
  const value: MessageSubscriptionValue = { ...waiting, messageName, correlationKey };
  const key = step.nextKey();
  step.emit('MESSAGE_SUBSCRIPTION', 'CREATED', key, value);
  if (step.state.messages.list(value.tenantId, messageName, correlationKey).length > 0) {
    step.enqueue(correlateBuffered, { subscriptionKey: key });
  }
}

/** A text as it is; a number as text, without a decimal part that is zero. */
function correlationKeyOf(value: unknown, what: string): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') {
    return String(value);
  }
  throw new ElementFailure(
    'EXTRACT_VALUE_ERROR',
    `${what} must be a text or a number, but it is ${JSON.stringify(value)}`,
  );
}

/** Looks whether messages that were published before are what a subscription waits for, the oldest first. */
export const correlateBuffered = defineCommand(
  'CORRELATE_BUFFERED',
  (step, { subscriptionKey }: { subscriptionKey: number }) => {
    const subscription = step.state.catchEvents.find('MESSAGE_SUBSCRIPTION', subscriptionKey);
    if (subscription === undefined) {
      return;
    }
    const { tenantId, messageName, correlationKey } = subscription.value;
    for (const { key } of step.state.messages.list(tenantId, messageName, correlationKey)) {
      const message = step.state.messages.messages.get(key);
      const isOpen = step.state.catchEvents.find('MESSAGE_SUBSCRIPTION', subscriptionKey) !== undefined;
      if (message !== undefined && isOpen && canCorrelate(step, message, subscription)) {
        correlate(step, message, subscription);
      }
    }
  },
);

/** An instance that a message started has ended: a message that waited for that starts the next one. */
export const startFromBuffer = defineCommand(
  'START_FROM_BUFFER',
  (step, input: { tenantId: string; processDefinitionId: string }) => {
    for (const start of step.state.catchEvents.startsOf(input.tenantId, input.processDefinitionId)) {
      if (start.type === 'MESSAGE_SUBSCRIPTION') {
        correlateBuffered.run(step, { subscriptionKey: start.key });
      }
    }
  },
);

/** Brings a message to everything that waits for it now: once a process. Gives the instances, in order. */
export function correlateMessage(step: Step, messageKey: number): readonly number[] {
  const message = step.state.messages.messages.get(messageKey);
  if (message === undefined) {
    return [];
  }
  const { tenantId, name, correlationKey } = message.value;
  const { catchEvents } = step.state;
  const instances: number[] = [];
  const byProcess = new Map<string, [Subscription, ...Subscription[]]>();
  for (const subscription of catchEvents.toMessage(tenantId, name, correlationKey)) {
    const id = subscription.value.processDefinitionId;
    if (canCorrelate(step, message, subscription)) {
      const others = byProcess.get(id);
      byProcess.set(id, others === undefined ? [subscription] : [...others, subscription]);
    }
  }
  for (const candidates of byProcess.values()) {
    instances.push(correlate(step, message, step.environment.choose(candidates)));
  }
  for (const start of catchEvents.startsByMessage(tenantId, name)) {
    const now = step.state.messages.messages.get(messageKey);
    if (now !== undefined && canCorrelate(step, now, start)) {
      instances.push(correlate(step, now, start));
    }
  }
  return instances;
}

function canCorrelate(step: Step, { value, caughtBy }: Message, subscription: Subscription): boolean {
  const { tenantId, processDefinitionId, hostKey } = subscription.value;
  const isTaken =
    hostKey === 0 && step.state.messages.isStarted(tenantId, processDefinitionId, value.correlationKey);
  return !caughtBy.includes(processDefinitionId) && !isTaken && canTrigger(step, subscription.value);
}

function correlate(step: Step, message: Message, subscription: Subscription): number {
  const { key: subscriptionKey, value } = subscription;
  const { name, correlationKey, variables, businessId } = message.value;
  step.emit('MESSAGE_SUBSCRIPTION', 'CORRELATED', subscriptionKey, value);
  const processInstanceKey = triggerCatchEvent(step, value, variables, businessId);
  const facts = step.state.elements.instances.get(processInstanceKey)?.value.instance;
  step.emit('MESSAGE_CORRELATION', 'CORRELATED', step.nextKey(), {
    messageKey: message.key,
    messageName: name,
    correlationKey,
    subscriptionKey,
    elementId: value.elementId,
    elementInstanceKey: value.hostKey,
    processInstanceKey,
    rootProcessInstanceKey: facts?.rootProcessInstanceKey ?? processInstanceKey,
    processDefinitionKey: value.processDefinitionKey,
    processDefinitionId: value.processDefinitionId,
    businessId: facts?.businessId ?? null,
    tenantId: value.tenantId,
  });
  return processInstanceKey;
}
