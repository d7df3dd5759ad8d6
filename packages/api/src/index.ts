export type { ApiClient } from './api-client.ts';
export type {
  BareCall,
  Call,
  EventualBareCall,
  EventualCall,
  EventualOperationOptions,
  EventualOptionalCall,
  OperationOptions,
  OptionalCall,
  SearchCall,
  SearchOptionalCall,
} from './call-types.ts';
export type {
  ConsistencyAttempt,
  ConsistencyOptions,
  ConsistencySummary,
} from './consistency/consistency-options.ts';
export { EventualConsistencyTimeoutError } from './consistency/eventual-consistency-timeout-error.ts';
export { createApiClient } from './create-api-client.ts';
export type { CamundaOperationGroups, CamundaOperations } from './generated/client.ts';
export {
  AgentDefinitionKey,
  AgentHistoryItemKey,
  AgentInstanceKey,
  AuditLogEntityKey,
  AuditLogKey,
  AuthorizationKey,
  BatchOperationKey,
  BusinessId,
  ClientId,
  ClusterVariableName,
  ConditionalEvaluationKey,
  DecisionDefinitionId,
  DecisionDefinitionKey,
  DecisionEvaluationInstanceKey,
  DecisionEvaluationKey,
  DecisionInstanceKey,
  DecisionRequirementsKey,
  DeploymentKey,
  DocumentId,
  ElementId,
  ElementInstanceKey,
  EndCursor,
  FormId,
  FormKey,
  GlobalListenerId,
  GroupId,
  IncidentKey,
  JobKey,
  MappingRuleId,
  MessageKey,
  MessageSubscriptionKey,
  ProcessDefinitionId,
  ProcessDefinitionKey,
  ProcessInstanceKey,
  RoleId,
  SignalKey,
  StartCursor,
  Tag,
  TenantId,
  Username,
  UserTaskKey,
  VariableKey,
} from './generated/keys.ts';
export type * from './generated/types.ts';
export type { Key, KeyInput, KeyKind } from './key.ts';
export { KeyFormatError } from './key.ts';
export type { Paginated, PaginateOptions } from './paginate.ts';
