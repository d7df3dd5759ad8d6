import type { BehaviourTable, CatchEventTable } from '../execution/behaviour.ts';
import type { EngineState } from '../state/engine-state.ts';
import type { Command, DeferrableCommands, QueuedCommand } from './command.ts';
import type { Environment } from './environment.ts';
import type { EngineEvent, EventTypes, ValueType } from './event.ts';
import type { EventLog } from './event-log.ts';
import type { KeyGenerator } from './keys.ts';

/** What every step works on. */
export interface StepParts {
  readonly state: EngineState;
  readonly environment: Environment;
  readonly behaviours: BehaviourTable;
  readonly catchEvents: CatchEventTable;
  readonly deferrable: DeferrableCommands;
  readonly keys: KeyGenerator;
  readonly log: EventLog;
}

/** What {@link Step.attempt} went back to. */
interface Savepoint {
  readonly journal: number;
  readonly events: number;
  readonly followUps: number;
}

/**
 * One command on its way: events take effect on the state as they are emitted, but become facts (and follow-up
 * commands are queued) only when the whole step has succeeded. A step that throws leaves no trace.
 */
export class Step {
  readonly state: EngineState;
  readonly environment: Environment;
  /** What each type of element does. */
  readonly behaviours: BehaviourTable;
  /** How each kind of event is waited for. */
  readonly catchEvents: CatchEventTable;
  /** The commands that can have waited for a suspended instance. */
  readonly deferrable: DeferrableCommands;
  /** The engine's time, the same for all of the step. */
  readonly now: number;
  readonly events: EngineEvent[] = [];
  readonly followUps: QueuedCommand[] = [];
  readonly #keys: KeyGenerator;
  readonly #basePosition: number;

  constructor(parts: StepParts) {
    this.state = parts.state;
    this.environment = parts.environment;
    this.behaviours = parts.behaviours;
    this.catchEvents = parts.catchEvents;
    this.deferrable = parts.deferrable;
    this.now = parts.environment.clock.now();
    this.#keys = parts.keys;
    this.#basePosition = parts.log.lastPosition;
  }

  /** A new key. */
  nextKey(): number {
    return this.#keys.next();
  }

  /** States a fact: the state changes at once, as the event's applier says. */
  emit<Type extends ValueType>(
    valueType: Type,
    intent: EventTypes[Type]['intent'],
    key: number,
    value: EventTypes[Type]['value'],
  ): void {
    const event = {
      position: this.#basePosition + this.events.length + 1,
      timestamp: this.now,
      valueType,
      intent,
      key,
      value,
    } as EngineEvent;
    this.events.push(event);
    this.state.apply(event);
  }

  /** Puts a command at the back of the engine's queue. */
  enqueue<Input>(command: Command<Input, unknown>, input: Input): void {
    this.followUps.push({ command, input });
  }

  /** Does `work`; if it throws, everything that it did in this step is taken back before the error goes on. */
  attempt<Result>(work: () => Result): Result {
    const savepoint = this.#save();
    try {
      return work();
    } catch (error) {
      this.#restore(savepoint);
      throw error;
    }
  }

  /** Takes everything back. */
  abort(): void {
    this.#restore({ journal: 0, events: 0, followUps: 0 });
  }

  #save(): Savepoint {
    return {
      journal: this.state.journal.mark(),
      events: this.events.length,
      followUps: this.followUps.length,
    };
  }

  #restore(savepoint: Savepoint): void {
    this.state.journal.rollback(savepoint.journal);
    this.events.length = savepoint.events;
    this.followUps.length = savepoint.followUps;
  }
}
