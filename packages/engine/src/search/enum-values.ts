/** The values of the API's enumerations that can be filtered by. */
export const elementInstanceStates = ['ACTIVE', 'COMPLETED', 'TERMINATED'] as const;

export const processInstanceStates = [...elementInstanceStates, 'SUSPENDED'] as const;

export const processDefinitionStates = ['ACTIVE', 'DRAINING', 'DELETED'] as const;

export const elementTypes = [
  'AD_HOC_SUB_PROCESS',
  'AD_HOC_SUB_PROCESS_INNER_INSTANCE',
  'BOUNDARY_EVENT',
  'BUSINESS_RULE_TASK',
  'CALL_ACTIVITY',
  'END_EVENT',
  'EVENT_BASED_GATEWAY',
  'EVENT_SUB_PROCESS',
  'EXCLUSIVE_GATEWAY',
  'INCLUSIVE_GATEWAY',
  'INTERMEDIATE_CATCH_EVENT',
  'INTERMEDIATE_THROW_EVENT',
  'MANUAL_TASK',
  'MULTI_INSTANCE_BODY',
  'PARALLEL_GATEWAY',
  'PROCESS',
  'RECEIVE_TASK',
  'SCRIPT_TASK',
  'SEND_TASK',
  'SEQUENCE_FLOW',
  'SERVICE_TASK',
  'START_EVENT',
  'SUB_PROCESS',
  'TASK',
  'UNKNOWN',
  'UNSPECIFIED',
  'USER_TASK',
] as const;

export const waitStateTypes = ['CONDITION', 'JOB', 'MESSAGE', 'SIGNAL', 'TIMER', 'USER_TASK'] as const;

export const incidentErrorTypes = [
  'AD_HOC_SUB_PROCESS_NO_RETRIES',
  'CALLED_DECISION_ERROR',
  'CALLED_ELEMENT_ERROR',
  'CONDITION_ERROR',
  'DECISION_EVALUATION_ERROR',
  'EXECUTION_LISTENER_NO_RETRIES',
  'EXTRACT_VALUE_ERROR',
  'FORM_NOT_FOUND',
  'IO_MAPPING_ERROR',
  'JOB_NO_RETRIES',
  'MESSAGE_SIZE_EXCEEDED',
  'RESOURCE_NOT_FOUND',
  'SECRET_RESOLUTION_ERROR',
  'TASK_LISTENER_NO_RETRIES',
  'UNHANDLED_ERROR_EVENT',
  'UNKNOWN',
  'UNSPECIFIED',
] as const;

export const incidentStates = ['ACTIVE', 'MIGRATED', 'PENDING', 'RESOLVED', 'UNKNOWN'] as const;

export const jobKinds = [
  'AD_HOC_SUB_PROCESS',
  'BPMN_ELEMENT',
  'EXECUTION_LISTENER',
  'TASK_LISTENER',
] as const;

export const jobListenerEventTypes = [
  'ASSIGNING',
  'BEFORE_ALL',
  'CANCEL',
  'CANCELING',
  'COMPLETING',
  'CREATING',
  'END',
  'START',
  'UNSPECIFIED',
  'UPDATING',
] as const;

export const jobStates = [
  'CANCELED',
  'COMPLETED',
  'CREATED',
  'ERROR_THROWN',
  'FAILED',
  'MIGRATED',
  'PRIORITY_UPDATED',
  'RETRIES_UPDATED',
  'TIMED_OUT',
  'TIMEOUT_UPDATED',
] as const;

export const messageSubscriptionStates = ['CORRELATED', 'CREATED', 'DELETED', 'MIGRATED'] as const;

export const messageSubscriptionTypes = ['PROCESS_EVENT', 'START_EVENT'] as const;

export const userTaskStates = [
  'ASSIGNING',
  'CANCELED',
  'CANCELING',
  'COMPLETED',
  'COMPLETING',
  'CREATED',
  'CREATING',
  'FAILED',
  'UPDATING',
] as const;

export const batchOperationStates = [
  'ACTIVE',
  'CANCELED',
  'COMPLETED',
  'CREATED',
  'FAILED',
  'PARTIALLY_COMPLETED',
  'SUSPENDED',
] as const;

export const batchItemStates = ['ACTIVE', 'CANCELED', 'COMPLETED', 'FAILED', 'SKIPPED'] as const;

export const batchOperationTypes = [
  'ADD_VARIABLE',
  'CANCEL_PROCESS_INSTANCE',
  'DELETE_DECISION_DEFINITION',
  'DELETE_DECISION_INSTANCE',
  'DELETE_PROCESS_DEFINITION',
  'DELETE_PROCESS_INSTANCE',
  'MIGRATE_PROCESS_INSTANCE',
  'MODIFY_PROCESS_INSTANCE',
  'RESOLVE_INCIDENT',
  'RESUME_PROCESS_INSTANCE',
  'SUSPEND_PROCESS_INSTANCE',
  'UPDATE_JOB',
  'UPDATE_VARIABLE',
] as const;

export const actorTypes = ['ANONYMOUS', 'CLIENT', 'UNKNOWN', 'USER'] as const;

export const decisionInstanceStates = ['EVALUATED', 'FAILED', 'UNKNOWN', 'UNSPECIFIED'] as const;

export const decisionTypes = ['DECISION_TABLE', 'LITERAL_EXPRESSION', 'UNKNOWN', 'UNSPECIFIED'] as const;

/** Who an authorization can belong to. */
export const ownerTypes = ['USER', 'CLIENT', 'ROLE', 'GROUP', 'MAPPING_RULE', 'UNSPECIFIED'] as const;

/** What an authorization can be for. */
export const resourceTypes = [
  'AUDIT_LOG',
  'AUTHORIZATION',
  'BACKUP',
  'BATCH',
  'CLUSTER_VARIABLE',
  'COMPONENT',
  'DECISION_DEFINITION',
  'DECISION_REQUIREMENTS_DEFINITION',
  'DOCUMENT',
  'EXPORTER',
  'EXPRESSION',
  'GLOBAL_LISTENER',
  'GROUP',
  'MAPPING_RULE',
  'MESSAGE',
  'PROCESS_DEFINITION',
  'RESOURCE',
  'ROLE',
  'SECRET',
  'SYSTEM',
  'TENANT',
  'USER',
  'USER_TASK',
] as const;

export const clusterVariableScopes = ['GLOBAL', 'TENANT'] as const;

export const clusterVariableKinds = ['JSON', 'SECRET_REFERENCE'] as const;
