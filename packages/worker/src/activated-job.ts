import type { JsonObject } from './json-value.ts';

/** Which part of a process made the job. The server may know more than these. */
export type JobKind =
  | 'BPMN_ELEMENT'
  | 'EXECUTION_LISTENER'
  | 'TASK_LISTENER'
  | 'AD_HOC_SUB_PROCESS'
  | (string & {});

/** The event that a listener job stands for; `UNSPECIFIED` for other jobs. The server may know more than these. */
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
  | 'UPDATING'
  | (string & {});

/** The user task that a task listener job is about. */
export interface UserTaskProperties {
  readonly action: string;
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly changedAttributes: readonly string[];
  readonly dueDate: string | null;
  readonly followUpDate: string | null;
  readonly formKey: string | null;
  readonly priority: number | null;
  readonly userTaskKey: string;
}

/**
 * One job as the cluster handed it out. Members that an older cluster does not send hold the neutral value named with
 * them; members that a newer one adds are kept in the answer but have no type here.
 *
 * @see the specification's `ActivatedJobResult`
 */
export interface ActivatedJob<Variables = JsonObject, Headers = JsonObject> {
  /** The job's type, as the process defines it. */
  readonly type: string;
  readonly processDefinitionId: string;
  readonly processDefinitionVersion: number;
  readonly elementId: string;
  /** The custom headers of the element. */
  readonly customHeaders: Headers;
  /** The name that this worker gave when it asked for the job. */
  readonly worker: string;
  /** How many tries are left, this one included. */
  readonly retries: number;
  /** When the lock ends if nobody extends it: milliseconds since the epoch, on the cluster's clock. */
  readonly deadline: number;
  readonly variables: Variables;
  readonly tenantId: string;
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly elementInstanceKey: string;
  /** `BPMN_ELEMENT` where the cluster does not say (before 8.8). */
  readonly kind: JobKind;
  /** `UNSPECIFIED` where the cluster does not say (before 8.8). */
  readonly listenerEventType: JobListenerEventType;
  /** `null` for all but task listener jobs, and before 8.8. */
  readonly userTask: UserTaskProperties | null;
  /** Empty before 8.8. */
  readonly tags: readonly string[];
  /** `null` before 8.9. */
  readonly rootProcessInstanceKey: string | null;
  /** `null` before 8.10. */
  readonly businessId: string | null;
  /** 0 before 8.10. */
  readonly priority: number;
  /** The fencing token of a leased job (8.10), else `null`. */
  readonly leaseToken: string | null;
  /** `null` before 8.10. */
  readonly physicalTenantId: string | null;
}
