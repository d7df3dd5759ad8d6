export type { ApiClient } from './api-client.ts';
export type { ApiClientOptions, ApiConfiguration } from './api-client-options.ts';
export type {
  BareCall,
  BinaryCall,
  BytesOptions,
  Call,
  EventualBareCall,
  EventualBinaryCall,
  EventualCall,
  EventualOperationOptions,
  EventualOptionalCall,
  OperationOptions,
  OptionalCall,
  SearchCall,
  SearchOptionalCall,
  StreamOptions,
} from './call-types.ts';
export type {
  ConsistencyAttempt,
  ConsistencyOptions,
  ConsistencySummary,
} from './consistency/consistency-options.ts';
export { EventualConsistencyTimeoutError } from './consistency/eventual-consistency-timeout-error.ts';
export { createApiClient } from './create-api-client.ts';
export type { ResourceChecks } from './deploy/check-resources.ts';
export type {
  DeployableResource,
  DeployOptions,
  DeployResources,
  DeployResourcesFromFiles,
} from './deploy/deploy-resources.ts';
export type { ExtendedDeployment } from './deploy/extended-deployment.ts';
export type { ResourceErrorCode } from './deploy/resource-error.ts';
export { ResourceError } from './deploy/resource-error.ts';
export type {
  EnsuredProcessInstance,
  EnsureProcessInstance,
  EnsureProcessInstanceInput,
  EnsureProcessInstanceOptions,
} from './ensure-process-instance.ts';
export type { FileInput } from './file-input.ts';
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
export type { OperationId } from './generated/operations.ts';
export type * from './generated/types.ts';
export type { Key, KeyInput, KeyKind } from './key.ts';
export { KeyFormatError } from './key.ts';
export type { OperationDescriptor } from './operation-descriptor.ts';
export type { Paginated, PaginateOptions } from './paginate.ts';
export type { Outcome, SafeOperations } from './safe.ts';
export type { ValidationFinding } from './validation/camunda-validation-error.ts';
export { CamundaValidationError } from './validation/camunda-validation-error.ts';
export type { ValidationMode, ValidationModes } from './validation/validation-mode.ts';
export type {
  SearchTypedVariables,
  TypedVariablesInput,
  TypedVariablesOptions,
} from './variables/search-typed-variables.ts';
export type { TypedVariables, VariableInput, VariableName } from './variables/typed-variables.ts';
export {
  VariableDecodeError,
  VariableScopeCollisionError,
  VariableValidationError,
} from './variables/variable-errors.ts';
export { UnsupportedVersionError } from './version/unsupported-version-error.ts';
export type { VersionCheck } from './version/version-hook.ts';
export type { WarningLogger } from './warning-logger.ts';
