import type { DecisionModel } from '../dmn/index.ts';
import type { ExecutableProcess } from '../model/executable.ts';
import type {
  DecisionRequirementsValue,
  DecisionValue,
  ElementInstanceValue,
  IncidentValue,
  JobValue,
  ProcessValue,
  VariableValue,
} from '../runtime/event.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import type { FormValue, ResourceValue } from '../runtime/resource-values.ts';

/** Where a live element instance is in its life. */
export type ElementInstanceState = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'TERMINATING';

/** A live element instance. */
export interface ElementInstance {
  readonly key: number;
  readonly value: ElementInstanceValue;
  readonly state: ElementInstanceState;
  /** Live element instances directly inside. */
  readonly activeChildren: number;
  /** Flows inside that were taken and whose target has not been activated yet; tokens that wait at a join are among them. */
  readonly pendingFlows: number;
  /** Its open job; 0 for none. */
  readonly jobKey: number;
  /** A catching element (a boundary event, …) that ends this instance and goes on in its place. */
  readonly trigger: EventTrigger | null;
  /** How many execution listeners of the present phase have done their job. */
  readonly listenersDone: number;
  /** Whether an ad-hoc sub-process completes when nothing is active in it any more. */
  readonly isFulfilled: boolean;
  /** The process instance that it has called; 0 for none. */
  readonly calledInstanceKey: number;
  /** What has interrupted this scope: the start event of an event sub-process, or a terminate end event. */
  readonly interruption: ScopeInterruption | null;
}

/** A caught event that has not been handled yet. */
export interface EventTrigger {
  readonly elementId: string;
  readonly variables: JsonObject;
}

/** Something that has ended everything else in a scope. */
export interface ScopeInterruption extends EventTrigger {
  /** Whether everything else has still to end. */
  readonly isPending: boolean;
}

/** How far a multi-instance is. */
export interface LoopProgress {
  readonly items: readonly JsonValue[];
  readonly completed: number;
}

/** Tokens that wait at a joining gateway, counted by the flow they came along. */
export interface JoinTokens {
  readonly scopeKey: number;
  readonly gatewayId: string;
  readonly byFlow: Readonly<Record<string, number>>;
}

export interface ProcessDefinition {
  readonly key: number;
  readonly value: ProcessValue;
  /** What the file says, ready to run; shared, and no part of the event. */
  readonly model: ExecutableProcess;
}

/** A deployed file of decisions. */
export interface DecisionRequirements {
  readonly key: number;
  readonly value: DecisionRequirementsValue;
  /** What the file says, ready to be evaluated; shared, and no part of the event. */
  readonly model: DecisionModel;
}

export interface DecisionDefinition {
  readonly key: number;
  readonly value: DecisionValue;
}

/** A deployed form. */
export interface DeployedForm {
  readonly key: number;
  readonly value: FormValue;
}

/** A deployed file that the engine only keeps. */
export interface DeployedResource {
  readonly key: number;
  readonly value: ResourceValue;
}

export interface Variable {
  readonly key: number;
  readonly value: VariableValue;
}

/** What may be done with a job: handed out, or waiting for a worker, a back-off or an incident. */
export type JobStatus = 'ACTIVATABLE' | 'ACTIVATED' | 'BACKING_OFF' | 'FAILED' | 'ERROR_THROWN';

export interface Job {
  readonly key: number;
  readonly value: JobValue;
  readonly status: JobStatus;
}

export interface Incident {
  readonly key: number;
  readonly value: IncidentValue;
}

/** A request that waits for the end of an instance. */
export interface AwaitedResult {
  readonly fetchVariables: readonly string[] | null;
}

/** What falls due: each kind has one command that handles it. */
export type DueKind = 'JOB_TIMEOUT' | 'JOB_BACKOFF' | 'TIMER' | 'MESSAGE_EXPIRY';

/** Work that is to be done at a moment. */
export interface DueWork {
  readonly kind: DueKind;
  readonly dueAt: number;
  /** What it is about (a job, a timer, a message). */
  readonly key: number;
}
