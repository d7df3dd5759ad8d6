import type { FetchLike } from '@camunda/core';
import type { Resource } from './commands/prepare-resources.ts';
import type { EngineEvent } from './runtime/event.ts';
import type { JsonObject } from './runtime/json.ts';
import type { EngineSnapshot } from './snapshot/engine-snapshot.ts';

/** The engine's time, in milliseconds since the Unix epoch. */
export interface EngineTime {
  now(): number;
  readonly isPinned: boolean;
  /** When the next work (a timer, a lock, a back-off, the end of a message) is due; undefined if nothing waits for a time. */
  nextDue(): number | undefined;
  /** Jumps to a moment, also back, and stops there; what is due by then runs at once, in order of its due date. @throws RangeError if it is none */
  pin(epochMs: number): void;
  /** Lets time pass, and pins it: it stops at every due date on the way, so that timers that follow from timers fire too. @throws RangeError below 0 */
  advance(milliseconds: number): void;
  /** Goes back to the machine's time. */
  reset(): void;
}

/** The engine's history. */
export interface EngineEvents {
  /** The events so far, the oldest first. */
  list(): readonly EngineEvent[];
  /** Hears events from now on; the function that is returned ends that. What a listener throws is an uncaught error of the host, not the engine's. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

/** What searches and GETs by key see of the engine; with the option `consistency` they lag behind. */
export interface EngineProjections {
  /** How many events cannot be seen yet. */
  readonly behind: number;
  /** Shows everything that has happened. */
  flush(): void;
}

/** An embedded engine. */
export interface Engine {
  /**
   * Answers the Orchestration Cluster REST API v2 without a socket; give it to a client in place of the runtime's `fetch`.
   * The host of an address does not matter, its path does (`/v2/…`).
   */
  readonly fetch: FetchLike;
  /**
   * Deploys files; gives what `POST /deployments` answers.
   * @throws EngineRejection that lists what is wrong, by resource and element
   */
  deploy(...resources: Resource[]): Promise<JsonObject>;
  readonly clock: EngineTime;
  readonly events: EngineEvents;
  readonly projections: EngineProjections;
  /** Resolves when everything has happened that happens by itself at this time; jobs and timers may still wait. */
  idle(): Promise<void>;
  /**
   * Everything that the engine goes on from, as JSON: what is deployed, alive and over, its clock, keys and chance. The
   * events so far are not in it, nor requests that wait.
   * @throws Error while commands are queued: wait for {@link idle} first
   */
  snapshot(): EngineSnapshot;
  /**
   * A second engine that goes on from here, independently: the same commands give the same events. Requests that wait and
   * subscribers stay with this one.
   * @throws Error while commands are queued: wait for {@link idle} first
   */
  fork(): Engine;
  /** Ends every waiting request; nothing keeps the process alive afterwards. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
