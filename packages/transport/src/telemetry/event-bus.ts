import type { SdkLogger } from '@camunda/logger';
import type { CallRequest } from '../call-request.ts';
import type { CallEvent, CallEventListener } from './call-event.ts';
import { EventSinks } from './event-sinks.ts';

/** An event of a call without what the bus adds. */
type CallEventFields<Event> = Event extends { readonly callId: number }
  ? Omit<Event, 'callId' | 'operationId' | 'correlationId'>
  : never;

const TYPES = ['start', 'attempt', 'retry', 'auth', 'end', 'backpressure'] as const;

/** Hands events of calls to whoever listens. */
export class EventBus {
  readonly #sinks: EventSinks<CallEvent>;
  #calls = 0;

  constructor(logger: SdkLogger) {
    this.#sinks = new EventSinks({ source: 'transport', types: TYPES, logger });
  }

  /** The number of the next call. */
  nextCallId(): number {
    this.#calls += 1;
    return this.#calls;
  }

  /** Adds a listener; the returned function takes it back. */
  subscribe(listener: CallEventListener): () => void {
    return this.#sinks.subscribe(listener);
  }

  /** Whether anybody would hear any event. */
  get isHeard(): boolean {
    return this.#sinks.isHeard;
  }

  /** Whether anybody would hear an event of this type. */
  hears(type: CallEvent['type'], request?: CallRequest): boolean {
    return (request?.listeners.length ?? 0) > 0 || this.#sinks.hears(type);
  }

  /** Tells of a call; `fields` is only asked for when somebody listens. */
  tell(request: CallRequest, type: CallEvent['type'], fields: () => CallEventFields<CallEvent>): void {
    if (!this.hears(type, request)) return;
    const { callId, correlationId } = request;
    this.publish(
      { ...fields(), callId, correlationId, operationId: request.operation.operationId },
      request.listeners,
    );
  }

  /** Hands an event to all listeners. */
  publish(event: CallEvent, more: readonly CallEventListener[] = []): void {
    this.#sinks.publish(event, more);
  }
}
