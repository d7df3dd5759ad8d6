import type { ProcessInstanceFacts } from './event.ts';
import type { JsonObject } from './json.ts';

/** What can be changed about a user task. */
export interface UserTaskAttributes {
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  /** In milliseconds since the Unix epoch; 0 is "none". */
  readonly dueDate: number;
  readonly followUpDate: number;
  readonly priority: number;
}

/** One user task; an event carries the task as it is after the event, or as it is to become with its transition. */
export interface UserTaskValue extends UserTaskAttributes {
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly instance: ProcessInstanceFacts;
  readonly externalFormReference: string | null;
  /** The linked form; 0 for none. */
  readonly formKey: number;
  readonly customHeaders: Readonly<Record<string, string>>;
  /** What the last request called what it did, such as `assign`. */
  readonly action: string;
  /** What the transition changes, corrections of listeners included; `variables` for those of the task's scope. */
  readonly changedAttributes: readonly string[];
  /** The transition that the event is about. */
  readonly transition: UserTaskTransition;
}

/** What a user task is on its way to. */
export type UserTaskTransitionKind = 'CREATING' | 'ASSIGNING' | 'UPDATING' | 'COMPLETING' | 'CANCELING';

/** A change of a user task that listeners may correct or deny before it takes place. */
export interface UserTaskTransition {
  readonly kind: UserTaskTransitionKind;
  /** The task as it was, and is again if the change is denied. */
  readonly before: UserTaskAttributes;
  /** The task as it was asked for, without corrections: how the transition begins again after an incident. */
  readonly requested: UserTaskAttributes;
  /** Whose turn comes, in that order; fixed when the transition begins. */
  readonly listeners: readonly TaskListenerReference[];
  /** The element's result (`COMPLETING`), or variables for the task's scope (`UPDATING`). */
  readonly variables: JsonObject;
  /** Whether `variables` go into exactly the task's scope. */
  readonly isLocal: boolean;
  /** Who is assigned after the creation, because the model says so. */
  readonly nextAssignee: string | null;
  /** Identifies the request that waits for the end; 0 if nobody does. */
  readonly requestKey: number;
  /** Why a listener has denied it; null if none has, or gave no reason. */
  readonly deniedReason: string | null;
}

/** A listener of a transition: of the model, by its place there, or a global one as it was. */
export type TaskListenerReference =
  | { readonly source: 'model'; readonly index: number }
  | { readonly source: 'global'; readonly type: string; readonly retries: number };

/** What a global listener listens to. */
export type GlobalTaskListenerEvent =
  | 'all'
  | 'creating'
  | 'assigning'
  | 'updating'
  | 'completing'
  | 'canceling';

/** A listener of all user tasks. */
export interface GlobalTaskListenerValue {
  readonly id: string;
  readonly type: string;
  readonly eventTypes: readonly GlobalTaskListenerEvent[];
  readonly retries: number;
  /** Whether its turn comes after the listeners of the model. */
  readonly afterNonGlobal: boolean;
  /** Among global listeners, the highest comes first. */
  readonly priority: number;
}

/** The record types of user tasks. */
export interface UserTaskTypes {
  USER_TASK: {
    value: UserTaskValue;
    intent:
      | UserTaskTransitionKind
      | 'CORRECTED'
      | 'DENIED'
      | 'CREATED'
      | 'ASSIGNED'
      | 'UPDATED'
      | 'COMPLETED'
      | 'CANCELED'
      | 'MIGRATED';
  };
  GLOBAL_TASK_LISTENER: { value: GlobalTaskListenerValue; intent: 'CREATED' | 'UPDATED' | 'DELETED' };
}
