import type { EngineEvent, EventOf } from '../runtime/event.ts';
import type { Row } from './rows.ts';

/** The records that an element instance waits with. */
type WaitingType =
  | 'JOB'
  | 'USER_TASK'
  | 'MESSAGE_SUBSCRIPTION'
  | 'SIGNAL_SUBSCRIPTION'
  | 'CONDITION_SUBSCRIPTION'
  | 'TIMER';

/** The newest event of something that an element instance waits for. */
export type WaitingEvent = { [Type in WaitingType]: EventOf<Type> }[WaitingType];

/** Something that an element instance waits for now. */
export interface WaitRow extends Row {
  readonly event: WaitingEvent;
}

/** What is waited for at this moment; what has ended is not in here. */
export class WaitRows {
  readonly open = new Map<number, WaitRow>();

  /** Takes an event in; an event about something else is left alone. */
  project(event: EngineEvent): void {
    switch (event.valueType) {
      case 'JOB':
      case 'USER_TASK':
        this.#set(event, event.intent !== 'COMPLETED' && event.intent !== 'CANCELED');
        return;
      case 'TIMER':
        // A timer that repeats goes on as a new one.
        this.#setCatching(event, event.intent !== 'CANCELED' && event.intent !== 'TRIGGERED');
        return;
      case 'MESSAGE_SUBSCRIPTION':
        this.#setCatching(event, isStillOpen(event, event.intent === 'CORRELATED'));
        return;
      case 'SIGNAL_SUBSCRIPTION':
      case 'CONDITION_SUBSCRIPTION':
        this.#setCatching(event, isStillOpen(event, event.intent === 'TRIGGERED'));
    }
  }

  /** A start event of a process waits too, but no element instance does. */
  #setCatching(event: Exclude<WaitingEvent, EventOf<'JOB'> | EventOf<'USER_TASK'>>, isOpen: boolean): void {
    if (event.value.hostKey !== 0) {
      this.#set(event, isOpen);
    }
  }

  #set(event: WaitingEvent, isOpen: boolean): void {
    if (isOpen) {
      this.open.set(event.key, { key: event.key, event });
    } else {
      this.open.delete(event.key);
    }
  }
}

function isStillOpen(
  { intent, value }: { readonly intent: string; readonly value: { readonly staysOpen: boolean } },
  hasCaught: boolean,
): boolean {
  return intent !== 'DELETED' && intent !== 'PAUSED' && !(hasCaught && !value.staysOpen);
}
