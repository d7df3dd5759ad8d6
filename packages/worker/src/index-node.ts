export type { StandardSchemaV1 } from '@standard-schema/spec';
export type { AcknowledgementOutcome } from './acknowledgement.ts';
export { AcknowledgementRefusedError } from './acknowledgement-refused-error.ts';
export type {
  ActivatedJob,
  JobKind,
  JobListenerEventType,
  UserTaskProperties,
} from './activated-job.ts';
export { HandlerCrashedError } from './handler-crashed-error.ts';
export type { HasHealth, HealthHandlerOptions } from './health-handler.ts';
export { createHealthHandler } from './health-handler.ts';
export type { JobAbortReason } from './job-aborted-error.ts';
export { JobAbortedError } from './job-aborted-error.ts';
export { JobAlreadyAcknowledgedError } from './job-already-acknowledged-error.ts';
export { JobBudget } from './job-budget.ts';
export type { JobActions, JobFailOptions } from './job-context.ts';
export { JobContext } from './job-context.ts';
export { JobError } from './job-error.ts';
export type { JobFailureOptions } from './job-failure.ts';
export { JobFailure } from './job-failure.ts';
export type { JobHandler, JobHandlerModule } from './job-handler.ts';
export type { AdHocSubProcessJobResult, JobResult, UserTaskJobResult } from './job-result.ts';
export type { ActivationRequest, JobSource } from './job-source.ts';
export type { JobValidationIssue, JobValidationSubject } from './job-validation-error.ts';
export { JobValidationError } from './job-validation-error.ts';
export { JobWorker } from './job-worker-node.ts';
export type {
  ExecutionStrategyName,
  JobHandling,
  JobWorkerOptions,
  WorkerClient,
} from './job-worker-options.ts';
export type { JsonObject, JsonValue } from './json-value.ts';
export { currentJob } from './platform-node.ts';
export type { LeftJob, StopOptions, StopReport } from './stop-report.ts';
export type { WorkerConfig } from './worker-config.ts';
export { WorkerConfigError } from './worker-config-error.ts';
export type { WorkerEvent, WorkerEventListener } from './worker-events.ts';
export type { WorkerHealth } from './worker-health.ts';
export type { InstrumentedWorker, WorkerInstrumentation } from './worker-instrumentation.ts';
export type { CreateJobWorkerOptions, PooledWorker, WorkerPool } from './worker-pool.ts';
export { createWorkerPool } from './worker-pool.ts';
export type { WorkerSettings } from './worker-settings.ts';
export type { JobCounts, JobEnd, WorkerState, WorkerStatus } from './worker-status.ts';
