import type { TimerKind } from '../timer/index.ts';
import type { JsonObject } from './json.ts';

/** What is the same for everything that waits for an event: who waits, and where. */
export interface WaitingValue {
  /** The catching element. */
  readonly elementId: string;
  /** The element instance that waits (the activity, the scope, the gateway or the catching element itself); 0 for the start event of a process. */
  readonly hostKey: number;
  /** 0 for the start event of a process. */
  readonly processInstanceKey: number;
  readonly rootProcessInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly processDefinitionId: string;
  readonly processDefinitionVersion: number;
  readonly tenantId: string;
  /** Whether it goes on waiting after it has caught something. */
  readonly staysOpen: boolean;
}

/** A message that was published. */
export interface MessageValue {
  readonly name: string;
  readonly correlationKey: string;
  readonly timeToLive: number;
  /** When it is given up, in engine time. */
  readonly expiresAt: number;
  /** Empty if the publisher gave none. */
  readonly messageId: string;
  readonly variables: JsonObject;
  readonly businessId: string | null;
  readonly tenantId: string;
}

/** Something that waits for a message. */
export interface MessageSubscriptionValue extends WaitingValue {
  readonly messageName: string;
  /** Null at the start event of a process, which takes every key. */
  readonly correlationKey: string | null;
}

/** A message came to something that waited for it. */
export interface MessageCorrelationValue {
  readonly messageKey: number;
  readonly messageName: string;
  readonly correlationKey: string;
  readonly subscriptionKey: number;
  readonly elementId: string;
  /** 0 if the message started the instance. */
  readonly elementInstanceKey: number;
  readonly processInstanceKey: number;
  readonly rootProcessInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly processDefinitionId: string;
  readonly businessId: string | null;
  readonly tenantId: string;
}

/** A signal that was broadcast. */
export interface SignalValue {
  readonly name: string;
  readonly variables: JsonObject;
  readonly tenantId: string;
}

/** Something that waits for a signal. */
export interface SignalSubscriptionValue extends WaitingValue {
  readonly signalName: string;
}

/** Something that waits for a time. */
export interface TimerValue extends WaitingValue {
  readonly timer: TimerKind;
  /** The timer as it was evaluated: a date, a duration, a cycle. */
  readonly text: string;
  readonly dueAt: number;
  /** How often it fired before. */
  readonly timesFired: number;
}

/** Something that waits for a condition to hold. */
export interface ConditionSubscriptionValue extends WaitingValue {
  readonly condition: string;
}

/** The records of everything that is waited for. */
export interface CatchEventTypes {
  MESSAGE: { value: MessageValue; intent: 'PUBLISHED' | 'EXPIRED' };
  MESSAGE_SUBSCRIPTION: {
    value: MessageSubscriptionValue;
    intent: 'CREATED' | 'CORRELATED' | 'DELETED' | 'MIGRATED' | 'PAUSED' | 'REOPENED';
  };
  MESSAGE_CORRELATION: { value: MessageCorrelationValue; intent: 'CORRELATED' };
  SIGNAL: { value: SignalValue; intent: 'BROADCASTED' };
  SIGNAL_SUBSCRIPTION: {
    value: SignalSubscriptionValue;
    intent: 'CREATED' | 'TRIGGERED' | 'DELETED' | 'MIGRATED' | 'PAUSED' | 'REOPENED';
  };
  TIMER: { value: TimerValue; intent: 'CREATED' | 'TRIGGERED' | 'CANCELED' | 'MIGRATED' };
  CONDITION_SUBSCRIPTION: {
    value: ConditionSubscriptionValue;
    intent: 'CREATED' | 'TRIGGERED' | 'DELETED' | 'MIGRATED';
  };
}
