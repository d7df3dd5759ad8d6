import type { ProcessInstanceFacts } from './event.ts';

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

/** One user task; an event carries the task as it is after the event. */
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
}

/** The record types of user tasks. */
export interface UserTaskTypes {
  USER_TASK: {
    value: UserTaskValue;
    intent: 'CREATED' | 'ASSIGNED' | 'UPDATED' | 'COMPLETED' | 'CANCELED';
  };
}
