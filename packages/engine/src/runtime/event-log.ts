import type { EngineEvent } from './event.ts';

/** Hears every event once it is a fact. */
export type EventListener = (event: EngineEvent) => void;

/** The engine's history, in order. Listeners hear an event after the step that made it has been carried out. */
export class EventLog {
  readonly #limit: number;
  #events: EngineEvent[] = [];
  #lastPosition = 0;
  readonly #listeners = new Set<EventListener>();

  /** @param limit how many events are kept at least; up to twice as many may be held for a while */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The position of the newest event; 0 if there is none. */
  get lastPosition(): number {
    return this.#lastPosition;
  }

  /** Adds the events of one step and tells the listeners. */
  append(events: readonly EngineEvent[]): void {
    for (const event of events) {
      this.#add(event);
      for (const listener of this.#listeners) {
        listener(event);
      }
    }
    this.#trim();
  }

  /** Takes in what an engine before this one wrote; nobody hears of it. @throws Error if it does not follow on */
  readAgain(events: readonly EngineEvent[]): void {
    for (const event of events) {
      if (event.position !== this.#lastPosition + 1) {
        throw new Error(`event ${event.position} comes after event ${this.#lastPosition}`);
      }
      this.#add(event);
    }
    this.#trim();
  }

  /** Goes on after an event that another engine wrote; the events before it may be given. */
  startAfter(position: number, events: readonly EngineEvent[] = []): void {
    this.#lastPosition = position;
    this.#events = [...events];
  }

  /** The events that are kept, the oldest first. */
  list(): readonly EngineEvent[] {
    return this.#events;
  }

  /** Hears events from now on; the function that is returned ends that. */
  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #add(event: EngineEvent): void {
    this.#events.push(event);
    this.#lastPosition = event.position;
  }

  #trim(): void {
    if (this.#events.length > this.#limit * 2) {
      this.#events = this.#events.slice(-this.#limit);
    }
  }
}
