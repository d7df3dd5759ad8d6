import type { SdkLogger } from '@camunda/logger';
import type { CallRequest } from '../call-request.ts';
import type { CallEvent, CallEventListener } from './call-event.ts';
import { openDiagnosticsChannels } from './diagnostics-channels.ts';

/** An event of a call without what the bus adds. */
type CallEventFields<Event> = Event extends { readonly callId: number }
  ? Omit<Event, 'callId' | 'operationId' | 'correlationId'>
  : never;

/** Hands events to whoever listens. While nobody does, an event costs a look at two fields. */
export class EventBus {
  readonly #listeners = new Set<CallEventListener>();
  readonly #channels = openDiagnosticsChannels();
  readonly #logger: SdkLogger;
  #calls = 0;

  constructor(logger: SdkLogger) {
    this.#logger = logger;
  }

  /** The number of the next call. */
  nextCallId(): number {
    this.#calls += 1;
    return this.#calls;
  }

  /** Adds a listener; the returned function takes it back. */
  subscribe(listener: CallEventListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Whether anybody would hear any event of a call. */
  get isHeard(): boolean {
    const channels = this.#channels;
    if (this.#listeners.size > 0) return true;
    if (channels === undefined) return false;
    return (
      channels.start.hasSubscribers ||
      channels.attempt.hasSubscribers ||
      channels.retry.hasSubscribers ||
      channels.auth.hasSubscribers ||
      channels.end.hasSubscribers
    );
  }

  /** Whether anybody would hear an event of this type. */
  hears(type: CallEvent['type'], request?: CallRequest): boolean {
    return (
      this.#listeners.size > 0 ||
      (request?.listeners.length ?? 0) > 0 ||
      this.#channels?.[type].hasSubscribers === true
    );
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
    for (const listener of [...this.#listeners, ...more]) {
      try {
        listener(event);
      } catch (error) {
        this.#logger.error('A listener to transport events threw', { event: event.type, error });
      }
    }
    const channel = this.#channels?.[event.type];
    if (channel?.hasSubscribers) channel.publish(event);
  }
}
