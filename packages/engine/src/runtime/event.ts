import type { EvaluatedDecision } from '../dmn/index.ts';
import type { BatchTypes } from './batch-values.ts';
import type { CatchEventTypes } from './catch-event-values.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { PlatformTypes } from './platform-values.ts';
import type { ResourceTypes } from './resource-values.ts';
import type { UserTaskTypes } from './user-task-values.ts';

/** The kind of an element instance, as the API names it. */
export type ElementType =
  | 'PROCESS'
  | 'SUB_PROCESS'
  | 'EVENT_SUB_PROCESS'
  | 'AD_HOC_SUB_PROCESS'
  | 'AD_HOC_SUB_PROCESS_INNER_INSTANCE'
  | 'START_EVENT'
  | 'INTERMEDIATE_CATCH_EVENT'
  | 'INTERMEDIATE_THROW_EVENT'
  | 'BOUNDARY_EVENT'
  | 'END_EVENT'
  | 'SERVICE_TASK'
  | 'RECEIVE_TASK'
  | 'USER_TASK'
  | 'MANUAL_TASK'
  | 'TASK'
  | 'EXCLUSIVE_GATEWAY'
  | 'INCLUSIVE_GATEWAY'
  | 'PARALLEL_GATEWAY'
  | 'EVENT_BASED_GATEWAY'
  | 'MULTI_INSTANCE_BODY'
  | 'CALL_ACTIVITY'
  | 'BUSINESS_RULE_TASK'
  | 'SCRIPT_TASK'
  | 'SEND_TASK';

/** One version of a process, as it was deployed. */
export interface ProcessValue {
  readonly processDefinitionId: string;
  readonly name: string | null;
  readonly version: number;
  readonly versionTag: string | null;
  readonly resourceName: string;
  readonly checksum: string;
  readonly xml: string;
  /** Whether its start event links a form. */
  readonly hasStartForm: boolean;
  readonly deploymentKey: number;
  readonly tenantId: string;
}

/** What one deployment brought: the keys of its records. */
export interface DeploymentValue {
  readonly tenantId: string;
  readonly keys: readonly number[];
}

/** One version of a decision file, as it was deployed. */
export interface DecisionRequirementsValue {
  readonly decisionRequirementsId: string;
  readonly name: string;
  readonly version: number;
  readonly versionTag: null;
  readonly namespace: string;
  readonly resourceName: string;
  readonly checksum: string;
  readonly xml: string;
  readonly deploymentKey: number;
  readonly tenantId: string;
}

/** One version of a decision. */
export interface DecisionValue {
  readonly decisionDefinitionId: string;
  readonly name: string;
  readonly version: number;
  readonly versionTag: string | null;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: number;
  readonly decisionRequirementsName: string;
  readonly decisionRequirementsVersion: number;
  readonly deploymentKey: number;
  readonly tenantId: string;
}

/** One evaluation of a decision, with every decision that it required. */
export interface DecisionEvaluationValue {
  /** The decision that was asked for. */
  readonly decisionDefinitionKey: number;
  readonly decisionRequirementsKey: number;
  readonly tenantId: string;
  /** JSON text; `null` if the evaluation failed. */
  readonly output: string;
  /** Which decision failed, and why; null if none did. */
  readonly failure: { readonly decisionDefinitionId: string; readonly message: string } | null;
  /** Required decisions first. */
  readonly evaluated: readonly EvaluatedDecisionValue[];
  /** The element that asked; 0 and null where the API did. */
  readonly elementInstanceKey: number;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly instance: ProcessInstanceFacts | null;
}

/** One decision of an evaluation. */
export interface EvaluatedDecisionValue extends EvaluatedDecision {
  readonly decisionDefinitionKey: number;
  readonly version: number;
}

/**
 * One element instance, the process itself included. All events of one element instance share one value,
 * so the log costs little more than the intents.
 */
export interface ElementInstanceValue {
  readonly elementId: string;
  readonly elementType: ElementType;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  /** The element instance that contains this one; 0 for a process. */
  readonly flowScopeKey: number;
  /** The facts of the process instance; shared by all its element instances. */
  readonly instance: ProcessInstanceFacts;
}

/** What is the same for everything in one process instance. */
export interface ProcessInstanceFacts {
  readonly processDefinitionId: string;
  readonly version: number;
  readonly tenantId: string;
  readonly rootProcessInstanceKey: number;
  /** The calling instance; 0 if it was not called. */
  readonly parentProcessInstanceKey: number;
  readonly parentElementInstanceKey: number;
  readonly tags: readonly string[];
  readonly businessId: string | null;
}

/** A sequence flow that a token went along. */
export interface SequenceFlowValue {
  readonly flowId: string;
  readonly targetId: string;
  readonly flowScopeKey: number;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
}

/** An event (such as a caught error) that is about to activate a catching element. */
export interface ProcessEventValue {
  /** The catching element. */
  readonly elementId: string;
  /** The element instance that the catching element belongs to. */
  readonly hostKey: number;
  readonly processInstanceKey: number;
  readonly variables: JsonObject;
}

/** The progress of a multi-instance. */
export interface MultiInstanceValue {
  readonly bodyKey: number;
  readonly processInstanceKey: number;
  /** The input collection, as it was in the beginning; shared by all events of the body. */
  readonly items: readonly JsonValue[];
}

/** A completed activity that can be compensated. */
export interface CompensationSubscriptionValue {
  readonly activityId: string;
  readonly handlerId: string;
  /** The live scope that it belongs to, and that its handler runs in. */
  readonly scopeKey: number;
  readonly processInstanceKey: number;
  /** The completed sub-processes around the activity, the outermost first. */
  readonly path: readonly string[];
  /** What those sub-processes held, for the handler to see. */
  readonly variables: JsonObject;
  /** The event that has started the handler; 0 while it has not been started. */
  readonly throwKey: number;
}

/** The variables that a waiting request gets when its instance has completed. */
export interface ProcessInstanceResultValue {
  readonly processInstanceKey: number;
  readonly fetchVariables: readonly string[] | null;
  readonly variables: JsonObject;
}

/** A process instance that stands still, or goes on. */
export interface SuspensionValue {
  readonly processInstanceKey: number;
}

/** A command of a suspended instance that waits until the instance is resumed. */
export interface DeferredCommandValue {
  readonly processInstanceKey: number;
  /** The command's name. */
  readonly command: string;
  readonly input: unknown;
}

/** What was said about the whole life of an instance when it was created. */
export interface RuntimeInstructionsValue {
  readonly processInstanceKey: number;
  /** The instance is terminated when one of these elements has ended. */
  readonly terminateAfter: readonly string[];
}

/** The history of one process instance. */
export interface ProcessInstanceHistoryValue {
  readonly processInstanceKey: number;
}

/** One variable in one scope. */
export interface VariableValue {
  readonly name: string;
  readonly value: JsonValue;
  readonly scopeKey: number;
  readonly processInstanceKey: number;
  readonly rootProcessInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly tenantId: string;
}

/** What a job is for: the work of an element, or one of its listeners. */
export type JobKind = 'BPMN_ELEMENT' | 'EXECUTION_LISTENER' | 'TASK_LISTENER' | 'AD_HOC_SUB_PROCESS';
/** What a listener's job listens to; UNSPECIFIED for every other job. */
export type JobListenerEventType =
  | 'ASSIGNING'
  | 'BEFORE_ALL'
  | 'CANCEL'
  | 'CANCELING'
  | 'COMPLETING'
  | 'CREATING'
  | 'END'
  | 'START'
  | 'UNSPECIFIED'
  | 'UPDATING';

/** One job; an event carries the job as it is after the event. */
export interface JobValue {
  readonly type: string;
  readonly kind: JobKind;
  readonly listenerEventType: JobListenerEventType;
  readonly retries: number;
  readonly priority: number;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly instance: ProcessInstanceFacts;
  readonly worker: string;
  /** When the lock ends; 0 while no worker holds the job. */
  readonly deadline: number;
  /** When a failed job with a back-off may be activated again; 0 for at once. */
  readonly backOffUntil: number;
  readonly errorMessage: string | null;
  readonly errorCode: string | null;
  readonly leaseToken: string | null;
  /** What a task listener said of the transition. @default it has said nothing (yet), or is none */
  readonly verdict?: { readonly isDenied: boolean; readonly reason: string | null } | undefined;
}

/** Why an element instance has stopped. */
export type IncidentErrorType =
  | 'AD_HOC_SUB_PROCESS_NO_RETRIES'
  | 'CALLED_DECISION_ERROR'
  | 'CALLED_ELEMENT_ERROR'
  | 'CONDITION_ERROR'
  | 'DECISION_EVALUATION_ERROR'
  | 'EXECUTION_LISTENER_NO_RETRIES'
  | 'EXTRACT_VALUE_ERROR'
  | 'FORM_NOT_FOUND'
  | 'IO_MAPPING_ERROR'
  | 'JOB_NO_RETRIES'
  | 'MESSAGE_SIZE_EXCEEDED'
  | 'RESOURCE_NOT_FOUND'
  | 'TASK_LISTENER_NO_RETRIES'
  | 'UNHANDLED_ERROR_EVENT'
  | 'UNKNOWN';

/** Something that stopped an element instance until somebody resolves it. */
export interface IncidentValue {
  readonly errorType: IncidentErrorType;
  readonly errorMessage: string;
  readonly elementId: string;
  readonly elementInstanceKey: number;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
  readonly instance: ProcessInstanceFacts;
  /** The job that ran out of retries; 0 if the incident is not about a job. */
  readonly jobKey: number;
}

/** Every value type with its value and intents. A new kind of record is one more member here. */
export interface EventTypes extends BatchTypes, CatchEventTypes, PlatformTypes, ResourceTypes, UserTaskTypes {
  DEPLOYMENT: { value: DeploymentValue; intent: 'CREATED' };
  /** `DRAINING`: deleted, but some instances still run. */
  PROCESS: { value: ProcessValue; intent: 'CREATED' | 'DRAINING' | 'DELETED' };
  DECISION_REQUIREMENTS: { value: DecisionRequirementsValue; intent: 'CREATED' | 'DELETED' };
  DECISION: { value: DecisionValue; intent: 'CREATED' | 'DELETED' };
  /** What is known of an evaluation is forgotten. */
  DECISION_EVALUATION_HISTORY: { value: { readonly decisionEvaluationKey: number }; intent: 'DELETED' };
  DECISION_EVALUATION: { value: DecisionEvaluationValue; intent: 'EVALUATED' | 'FAILED' };
  PROCESS_INSTANCE: {
    value: ElementInstanceValue;
    intent:
      | 'ELEMENT_ACTIVATING'
      | 'ELEMENT_ACTIVATED'
      | 'ELEMENT_COMPLETING'
      | 'ELEMENT_COMPLETED'
      | 'ELEMENT_TERMINATING'
      | 'ELEMENT_TERMINATED'
      | 'ELEMENT_MIGRATED'
      | 'BUSINESS_ID_ASSIGNED';
  };
  /**
   * A token goes along a flow; it arrives (`CONSUMED`), or waits at a join until the join takes one of each flow (`JOINED`). A
   * migration lets it wait elsewhere (`WITHDRAWN`, then `WAITING` again).
   */
  SEQUENCE_FLOW: {
    value: SequenceFlowValue;
    intent: 'TAKEN' | 'WAITING' | 'CONSUMED' | 'JOINED' | 'WITHDRAWN';
  };
  PROCESS_EVENT: {
    value: ProcessEventValue;
    intent: 'TRIGGERING' | 'INTERRUPTING' | 'STARTING' | 'FULFILLED' | 'TRIGGERED' | 'REOPENED';
  };
  PROCESS_INSTANCE_SUSPENSION: { value: SuspensionValue; intent: 'SUSPENDED' | 'RESUMED' };
  DEFERRED_COMMAND: { value: DeferredCommandValue; intent: 'DEFERRED' | 'RELEASED' };
  RUNTIME_INSTRUCTIONS: { value: RuntimeInstructionsValue; intent: 'CREATED' };
  MULTI_INSTANCE: { value: MultiInstanceValue; intent: 'STARTED' | 'ITEM_COMPLETED' };
  COMPENSATION_SUBSCRIPTION: {
    value: CompensationSubscriptionValue;
    intent: 'CREATED' | 'MOVED' | 'TRIGGERED' | 'COMPLETED' | 'MIGRATED' | 'DELETED';
  };
  /** What is known of an instance that has ended is forgotten. */
  PROCESS_INSTANCE_HISTORY: { value: ProcessInstanceHistoryValue; intent: 'DELETED' };
  PROCESS_INSTANCE_RESULT: { value: ProcessInstanceResultValue; intent: 'AWAITED' | 'COMPLETED' };
  VARIABLE: { value: VariableValue; intent: 'CREATED' | 'UPDATED' | 'MIGRATED' };
  JOB: {
    value: JobValue;
    intent:
      | 'CREATED'
      | 'ACTIVATED'
      | 'COMPLETED'
      | 'FAILED'
      | 'ERROR_THROWN'
      | 'TIMED_OUT'
      | 'RECURRED_AFTER_BACKOFF'
      | 'RECURRED_AFTER_INCIDENT'
      | 'RETRIES_UPDATED'
      | 'TIMEOUT_UPDATED'
      | 'PRIORITY_UPDATED'
      | 'MIGRATED'
      | 'CANCELED';
  };
  INCIDENT: { value: IncidentValue; intent: 'CREATED' | 'RESOLVED' | 'MIGRATED' };
}

/** What an event is about. */
export type ValueType = keyof EventTypes;

/** One fact: what happened to what, when. Positions rise by one; events are never changed. */
export interface EventOf<Type extends ValueType> {
  readonly position: number;
  /** The engine's time, in milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly valueType: Type;
  readonly intent: EventTypes[Type]['intent'];
  /** The key of what the event is about. */
  readonly key: number;
  readonly value: EventTypes[Type]['value'];
}

/** An event of any kind; `valueType` tells which. */
export type EngineEvent = { [Type in ValueType]: EventOf<Type> }[ValueType];
