import type { FeelExpression, ModelProperty } from '../feel/index.ts';
import type { ElementType } from '../runtime/event.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { UserTaskTransitionKind } from '../runtime/user-task-values.ts';
import type { Binding } from '../state/version-index.ts';
import type { CatchEventDefinition } from './catch-event-definition.ts';
import type { ThrowEventDefinition } from './throw-event-definition.ts';

/** A process of a deployed file, ready to run: references resolved, expressions compiled. Shared by everything that runs it. */
export interface ExecutableProcess {
  readonly id: string;
  readonly name: string | null;
  readonly versionTag: string | null;
  /** The priority of jobs whose element gives none. */
  readonly jobPriority: ModelProperty | null;
  /** The form that its none start event links. */
  readonly startForm: StartForm | null;
  /** The process itself, as the outermost scope. */
  readonly root: ExecutableElement;
  /** Every element of the process by its id, the process included. */
  readonly elements: ReadonlyMap<string, ExecutableElement>;
}

/** An element of a process. What it does is decided by `type` and `event`; the other members are there when the model has them. */
export interface ExecutableElement {
  readonly id: string;
  readonly name: string | null;
  readonly type: ElementType;
  /** The scope that contains it; null for the process. */
  readonly parent: ExecutableElement | null;
  /** The elements directly inside. */
  readonly children: readonly ExecutableElement[];
  readonly incoming: readonly SequenceFlow[];
  readonly outgoing: readonly SequenceFlow[];
  /** The flow that an exclusive or inclusive gateway takes if no condition holds. */
  readonly defaultFlow: SequenceFlow | null;
  /** What kind of event it is, for events. */
  readonly event: EventDefinition | null;
  /** The boundary events that are attached to it. */
  readonly boundaryEvents: readonly ExecutableElement[];
  /** The start events of the event sub-processes directly inside. */
  readonly eventStarts: readonly ExecutableElement[];
  /** What it is attached to, for boundary events. */
  readonly attachedTo: ExecutableElement | null;
  /** Whether catching ends the activity (boundary) or scope (event sub-process). */
  readonly interrupting: boolean;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  /** The job that a worker does for it. */
  readonly job: JobDefinition | null;
  /** The task that people do for it. */
  readonly userTask: UserTaskDefinition | null;
  /** Jobs before and after the element's own work. */
  readonly listeners: readonly ListenerDefinition[];
  /** Whether it only runs as a compensation handler. */
  readonly isForCompensation: boolean;
  /** What undoes the activity after it has completed. */
  readonly compensationHandler: ExecutableElement | null;
  /** What an ad-hoc sub-process does. */
  readonly adHoc: AdHocDefinition | null;
  /** How a multi-instance body repeats; null for everything else. */
  readonly loop: LoopDefinition | null;
  /** The activity that a multi-instance body repeats: same id, but without the flows and boundary events, which are the body's. */
  readonly inner: ExecutableElement | null;
  /** What a call activity calls. */
  readonly calledElement: CalledElement | null;
  /** What a business rule task evaluates. */
  readonly calledDecision: CalledDecision | null;
  /** What a script task evaluates. */
  readonly script: ScriptDefinition | null;
}

/** The kind of an event. */
export type EventDefinition =
  | { readonly kind: 'none' }
  | CatchEventDefinition
  | ThrowEventDefinition
  | {
      readonly kind: 'error';
      /** The code that is thrown or caught; null catches every code. */
      readonly code: ModelProperty | null;
    };

export interface SequenceFlow {
  readonly id: string;
  readonly source: ExecutableElement;
  readonly target: ExecutableElement;
  readonly condition: FeelExpression | null;
}

/** `source` is evaluated and put where `target` (a path of names) says. */
export interface Mapping {
  readonly source: ModelProperty;
  readonly target: readonly string[];
}

export interface JobDefinition {
  readonly type: ModelProperty;
  readonly retries: ModelProperty;
  readonly priority: ModelProperty | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers whose value is evaluated for each job; null leaves the header out. @default none */
  readonly computedHeaders?: Readonly<Record<string, ModelProperty>>;
  /** The files that the worker needs. @default none */
  readonly linkedResources?: readonly LinkedResource[];
  /** The form of a user task that is a job. @default none */
  readonly form?: LinkedForm | null;
}

/** A task for people; what is null is not in the model. */
export interface UserTaskDefinition {
  readonly assignee: ModelProperty | null;
  readonly candidateGroups: ModelProperty | null;
  readonly candidateUsers: ModelProperty | null;
  readonly dueDate: ModelProperty | null;
  readonly followUpDate: ModelProperty | null;
  readonly priority: ModelProperty | null;
  readonly externalFormReference: ModelProperty | null;
  readonly form: LinkedForm | null;
  readonly listeners: readonly TaskListenerDefinition[];
  readonly headers: Readonly<Record<string, string>>;
}

/** A deployed form that an element shows. */
export interface LinkedForm {
  readonly formId: ModelProperty;
  readonly binding: Binding;
}

/** A deployed form that a person fills in to start a process. */
export interface StartForm {
  readonly formId: string;
  readonly binding: Binding;
}

/** A deployed file that the worker of an element needs. */
export interface LinkedResource {
  readonly resourceId: ModelProperty;
  readonly resourceType: string;
  readonly linkName: string;
  readonly binding: Binding;
}

/** An execution listener: a job at a point of an element's life. */
export interface ListenerDefinition {
  readonly eventType: 'START' | 'END' | 'BEFORE_ALL' | 'CANCEL';
  readonly job: JobDefinition;
}

/** A task listener: a job that may correct or deny what becomes of a user task. */
export interface TaskListenerDefinition {
  readonly eventType: UserTaskTransitionKind;
  readonly job: JobDefinition;
}

/** What an ad-hoc sub-process activates, when it is done, and what it collects. */
export interface AdHocDefinition {
  /** The elements that are activated on entry. */
  readonly activeElements: FeelExpression | null;
  /** Evaluated after each path; null: done when nothing is active. */
  readonly completionCondition: FeelExpression | null;
  readonly cancelRemainingInstances: boolean;
  readonly outputCollection: string | null;
  readonly outputElement: FeelExpression | null;
  /** What the variable `adHocSubProcessElements` shows. */
  readonly elements: readonly JsonObject[];
}

/** How a multi-instance activity repeats. */
export interface LoopDefinition {
  readonly isSequential: boolean;
  readonly inputCollection: ModelProperty;
  /** The variable that holds the item. */
  readonly inputElement: string | null;
  /** The variable that the results are collected in; with it comes what is collected. */
  readonly outputCollection: string | null;
  readonly outputElement: FeelExpression | null;
  /** The variable that is collected, if the output element is no more than a variable or a member of it: it is each item's own. */
  readonly collectedVariable: string | null;
  readonly completionCondition: FeelExpression | null;
}

/** The process that a call activity calls. */
export interface CalledElement {
  readonly processId: ModelProperty;
  readonly binding: Binding;
  /** Whether all of the child's variables come back. */
  readonly propagateAllChildVariables: boolean;
  /** Whether the child gets all variables that the call activity sees, or only its own. */
  readonly propagateAllParentVariables: boolean;
  /** The child's business id; null hands the caller's down. */
  readonly businessId: ModelProperty | null;
}

/** The decision that a business rule task evaluates. */
export interface CalledDecision {
  readonly decisionId: ModelProperty;
  readonly binding: Binding;
  readonly resultVariable: string;
}

export interface ScriptDefinition {
  readonly expression: FeelExpression;
  readonly resultVariable: string;
}

/** An element while it is being read. */
export type DraftElement = {
  -readonly [Member in keyof ExecutableElement]: ExecutableElement[Member] extends readonly (infer Item)[]
    ? Item[]
    : ExecutableElement[Member];
};
