import type { CatchEventTypes } from '../runtime/catch-event-values.ts';
import type { EventOf } from '../runtime/event.ts';
import { scheduleTimer } from './apply-suspension.ts';
import type { Waiting, WaitingType } from './catch-event-records.ts';
import type { Applier, EngineState } from './engine-state.ts';

/** What is waited for comes and goes; messages stay until they expire. */
export const catchEventAppliers: { readonly [Type in keyof CatchEventTypes]: Applier<Type> } = {
  MESSAGE: applyMessage,
  MESSAGE_SUBSCRIPTION: applyWaiting,
  MESSAGE_CORRELATION: (state, event) => state.messages.correlate(event.value),
  SIGNAL: () => {},
  SIGNAL_SUBSCRIPTION: applyWaiting,
  TIMER: applyTimer,
  CONDITION_SUBSCRIPTION: applyWaiting,
};

function applyMessage(state: EngineState, { key, value, intent }: EventOf<'MESSAGE'>): void {
  if (intent === 'PUBLISHED') {
    state.messages.publish(key, value);
    state.due.schedule('MESSAGE_EXPIRY', key, value.expiresAt);
  } else {
    state.due.cancel(key);
    state.messages.expire(key);
  }
}

function applyTimer(state: EngineState, event: EventOf<'TIMER'>): void {
  applyWaiting(state, event);
  if (event.intent === 'CREATED' || event.intent === 'MIGRATED') {
    scheduleTimer(state, event.key, event.value);
  } else {
    state.due.cancel(event.key);
  }
}

/** What has caught something stays only if it can catch more. A timer that repeats is a new one. */
function applyWaiting(state: EngineState, event: EventOf<WaitingType>): void {
  const { key, value, intent, valueType, position } = event;
  const isOpen = intent === 'CREATED' || intent === 'MIGRATED' || intent === 'REOPENED';
  const caught = intent === 'CORRELATED' || intent === 'TRIGGERED';
  if (isOpen || intent === 'PAUSED') {
    const isPaused = intent === 'PAUSED';
    state.catchEvents.open({ type: valueType, key, value, openedAt: position, isPaused } as Waiting);
  } else if (!caught || !value.staysOpen || valueType === 'TIMER') {
    state.catchEvents.close(key);
  }
}
