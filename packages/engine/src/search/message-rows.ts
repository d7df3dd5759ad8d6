import type { MessageCorrelationValue, MessageSubscriptionValue } from '../runtime/catch-event-values.ts';
import type { EngineEvent, EventOf } from '../runtime/event.ts';
import type { Row } from './rows.ts';

export interface MessageSubscriptionRow extends Row {
  value: MessageSubscriptionValue;
  state: 'CREATED' | 'CORRELATED' | 'DELETED' | 'MIGRATED';
  updatedAt: number;
}

/** The state that a search shows after each event: a suspended instance waits for nothing. */
const STATES: Readonly<Record<EventOf<'MESSAGE_SUBSCRIPTION'>['intent'], MessageSubscriptionRow['state']>> = {
  CREATED: 'CREATED',
  CORRELATED: 'CORRELATED',
  DELETED: 'DELETED',
  MIGRATED: 'MIGRATED',
  PAUSED: 'DELETED',
  REOPENED: 'CREATED',
};

export interface CorrelatedMessageRow extends Row {
  readonly value: MessageCorrelationValue;
  readonly correlatedAt: number;
}

/** What searches see of messages: what waits for them, and each time one came. */
export class MessageRows {
  readonly subscriptions = new Map<number, MessageSubscriptionRow>();
  readonly correlations = new Map<number, CorrelatedMessageRow>();

  /** Takes an event in; an event about something else is left alone. */
  project(event: EngineEvent): void {
    const { key, timestamp } = event;
    if (event.valueType === 'MESSAGE_SUBSCRIPTION') {
      const state = STATES[event.intent];
      this.subscriptions.set(key, { key, value: event.value, state, updatedAt: timestamp });
    } else if (event.valueType === 'MESSAGE_CORRELATION') {
      this.correlations.set(key, { key, value: event.value, correlatedAt: timestamp });
    }
  }
}
