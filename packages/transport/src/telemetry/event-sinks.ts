import type { SdkLogger } from '@camunda/logger';
import { type EventChannel, type EventChannels, openDiagnosticsChannels } from './diagnostics-channels.ts';

/** What {@link EventSinks} is made from. */
export interface EventSinksOptions<Type extends string> {
  /** Whose events these are: `transport` for the channels `camunda:transport:…`. */
  readonly source: string;
  readonly types: readonly Type[];
  /** Gets what listeners throw. */
  readonly logger: SdkLogger;
}

/**
 * Where events go: to the listeners of their source, and to the diagnostics channels `camunda:<source>:<type>`. While nobody
 * listens, an event costs a look at two fields. What a listener throws or rejects with is logged and does nothing else.
 */
export class EventSinks<Event extends { readonly type: string }> {
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #channels: EventChannels<Event['type']> | undefined;
  readonly #all: readonly EventChannel[];
  readonly #options: EventSinksOptions<Event['type']>;

  constructor(options: EventSinksOptions<Event['type']>) {
    this.#options = options;
    this.#channels = openDiagnosticsChannels(options.source, options.types);
    this.#all = Object.values(this.#channels ?? {});
  }

  /** Adds a listener; the returned function takes it back. */
  subscribe(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Whether anybody would hear an event of any type. */
  get isHeard(): boolean {
    if (this.#listeners.size > 0) return true;
    for (const channel of this.#all) if (channel.hasSubscribers) return true;
    return false;
  }

  /** Whether anybody would hear an event of this type; where not, it need not be made. */
  hears(type: Event['type']): boolean {
    return this.#listeners.size > 0 || this.#channels?.[type].hasSubscribers === true;
  }

  /** Hands an event to all that listen, and to `more` listeners. */
  publish(event: Event, more: readonly ((event: Event) => void)[] = []): void {
    for (const listener of [...this.#listeners, ...more]) this.#tell(listener, event);
    const channel = this.#channels?.[event.type as Event['type']];
    if (channel?.hasSubscribers) this.#tell((told) => channel.publish(told), event);
  }

  #tell(listener: (event: Event) => unknown, event: Event): void {
    const onFault = (error: unknown): void => {
      const { logger, source } = this.#options;
      logger.error(`A listener to ${source} events threw`, { event: event.type, error });
    };
    try {
      const returned = listener(event);
      if (returned instanceof Promise) returned.catch(onFault);
    } catch (error) {
      onFault(error);
    }
  }
}
