export type {
  ApiClient,
  ConsistencyOptions,
  DeployableResource,
  ExtendedDeployment,
  Outcome,
  Paginated,
  PaginateOptions,
  TypedVariables,
} from '@camunda/api';
export {
  CamundaValidationError,
  createApiClient,
  EventualConsistencyTimeoutError,
  JobKey,
  KeyFormatError,
  ProcessDefinitionKey,
  ProcessInstanceKey,
  ResourceError,
  TenantId,
  UnsupportedVersionError,
  UserTaskKey,
  VariableDecodeError,
  VariableScopeCollisionError,
  VariableValidationError,
} from '@camunda/api';
export type { AuthProvider } from '@camunda/auth';
export { AuthError, createAuthProvider } from '@camunda/auth';
export type { CamundaSdkConfigPartial, CamundaSdkConfiguration } from '@camunda/config';
export { ConfigurationError, ConfigurationResolver, readEnvironment } from '@camunda/config';
export type { FetchLike } from '@camunda/core';
export { CamundaError, Secret } from '@camunda/core';
export type { CamundaLogger } from '@camunda/logger';
export { createLogger, NullLogger } from '@camunda/logger';
export type { CallOptions, Transport } from '@camunda/transport';
export {
  AnswerStream,
  BackpressureError,
  ClosedError,
  createTransport,
  HttpError,
  NetworkError,
  ResponseError,
  StreamedFile,
  TimeoutError,
  ValidationError,
} from '@camunda/transport';
export type {
  JobContext,
  JobHandler,
  JobHandlerModule,
  PooledWorker,
  StopReport,
  WorkerConfig,
  WorkerPool,
  WorkerStatus,
} from '@camunda/worker';
export { JobBudget, JobError, JobFailure, JobWorker } from '@camunda/worker';
export type {
  CamundaClient,
  CamundaClientOptions,
  CloseOptions,
  CreateJobWorkerOptions,
} from './camunda-client.ts';
export { createCamundaClient } from './create-camunda-client.ts';
