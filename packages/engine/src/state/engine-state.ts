import type { ModelCache } from '../model/model-cache.ts';
import type { EngineEvent, EventOf, ValueType } from '../runtime/event.ts';
import { appliers } from './appliers.ts';
import { BatchState } from './batch-state.ts';
import { CatchEventState } from './catch-event-state.ts';
import { CompensationState } from './compensation-state.ts';
import { DecisionState } from './decision-state.ts';
import { DefinitionState } from './definition-state.ts';
import { DueState } from './due-state.ts';
import { ElementState } from './element-state.ts';
import { JobState } from './job-state.ts';
import { Journal } from './journal.ts';
import { KeyIndex } from './key-index.ts';
import { MessageState } from './message-state.ts';
import { PlatformState } from './platform-state.ts';
import type { Incident } from './records.ts';
import { ResourceState } from './resource-state.ts';
import { SuspensionState } from './suspension-state.ts';
import { Table } from './table.ts';
import { UserTaskState } from './user-task-state.ts';
import { VariableState } from './variable-state.ts';

/** How one kind of event changes the state. */
export type Applier<Type extends ValueType> = (state: EngineState, event: EventOf<Type>) => void;

/**
 * What is true now: what is deployed, what is alive, what is waited for. Only events change it ({@link apply});
 * what has ended is not in here but in the projections that searches read.
 */
export class EngineState {
  readonly journal = new Journal();
  readonly definitions: DefinitionState;
  readonly decisions: DecisionState;
  readonly resources = new ResourceState(this.journal);
  readonly elements = new ElementState(this.journal);
  readonly variables = new VariableState(this.journal);
  readonly suspensions = new SuspensionState(this.journal);
  readonly jobs = new JobState(this.journal, (key) => this.suspensions.isSuspended(key));
  readonly userTasks = new UserTaskState(this.journal);
  readonly compensations = new CompensationState(this.journal);
  readonly incidents = new Table<number, Incident>(this.journal);
  /** The open incidents of an element instance, the oldest first. */
  readonly incidentsOfElement = new KeyIndex<number>(this.journal);
  readonly messages = new MessageState(this.journal);
  /** What is waited for. */
  readonly catchEvents = new CatchEventState(this.journal);
  readonly batches = new BatchState(this.journal);
  readonly due = new DueState(this.journal);
  readonly platform = new PlatformState(this.journal);

  /** @param models the compiled form of every process that an event may bring */
  constructor(models: ModelCache) {
    this.definitions = new DefinitionState(this.journal, models);
    this.decisions = new DecisionState(this.journal, models);
    this.journal.seal();
  }

  /** Lets an event take effect. */
  apply(event: EngineEvent): void {
    (appliers[event.valueType] as (state: EngineState, event: EngineEvent) => void)(this, event);
  }
}
