import type { SdkLogger } from '@camunda/logger';
import type { AcknowledgementOutcome } from './acknowledgement.ts';
import type { ActivatedJob, JobKind, JobListenerEventType, UserTaskProperties } from './activated-job.ts';
import type { JobResult } from './job-result.ts';
import type { JsonObject } from './json-value.ts';

/** How `job.fail` fails the job. */
export interface JobFailOptions {
  /** How many tries are left afterwards; 0 raises an incident. @default the current retries - 1, never below 0 */
  readonly retries?: number | undefined;
  /** How long the job waits before it is handed out again, in milliseconds. @default 0 */
  readonly retryBackOffMs?: number | undefined;
  /** Variables that are set in the scope of the task. @default none */
  readonly variables?: JsonObject | undefined;
}

/** What a {@link JobContext} passes its calls on to. One object per worker; the job is named in each call. */
export interface JobActions<Client> {
  complete(variables: JsonObject | undefined, result: JobResult | undefined): Promise<AcknowledgementOutcome>;
  fail(message: string, options: JobFailOptions): Promise<AcknowledgementOutcome>;
  error(
    errorCode: string,
    message: string,
    variables: JsonObject | undefined,
  ): Promise<AcknowledgementOutcome>;
  ignore(): void;
  extendLock(lockMs: number | undefined): Promise<boolean>;
  readonly signal: AbortSignal;
  readonly log: SdkLogger;
  readonly client: Client;
}

/**
 * A job as its handler sees it: what the cluster sent, and what the handler may do with it.
 *
 * Usually a handler just returns variables, or throws. The methods are for the cases where it needs the outcome, or a
 * result that is more than variables. Each job can be acknowledged once; the second time is a JobAlreadyAcknowledgedError.
 *
 * @see the runtime reference's `JobContext` and `ConnectedJobContext`
 */
export class JobContext<Variables = JsonObject, Headers = JsonObject, Client = unknown>
  implements ActivatedJob<Variables, Headers>
{
  readonly type: string;
  readonly processDefinitionId: string;
  readonly processDefinitionVersion: number;
  readonly elementId: string;
  readonly customHeaders: Headers;
  readonly worker: string;
  readonly retries: number;
  readonly deadline: number;
  readonly variables: Variables;
  readonly tenantId: string;
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly elementInstanceKey: string;
  readonly kind: JobKind;
  readonly listenerEventType: JobListenerEventType;
  readonly userTask: UserTaskProperties | null;
  readonly tags: readonly string[];
  readonly rootProcessInstanceKey: string | null;
  readonly businessId: string | null;
  readonly priority: number;
  readonly leaseToken: string | null;
  readonly physicalTenantId: string | null;
  readonly #actions: JobActions<Client>;

  /** Contexts are made by the worker. */
  constructor(job: ActivatedJob<Variables, Headers>, actions: JobActions<Client>) {
    this.type = job.type;
    this.processDefinitionId = job.processDefinitionId;
    this.processDefinitionVersion = job.processDefinitionVersion;
    this.elementId = job.elementId;
    this.customHeaders = job.customHeaders;
    this.worker = job.worker;
    this.retries = job.retries;
    this.deadline = job.deadline;
    this.variables = job.variables;
    this.tenantId = job.tenantId;
    this.jobKey = job.jobKey;
    this.processInstanceKey = job.processInstanceKey;
    this.processDefinitionKey = job.processDefinitionKey;
    this.elementInstanceKey = job.elementInstanceKey;
    this.kind = job.kind;
    this.listenerEventType = job.listenerEventType;
    this.userTask = job.userTask;
    this.tags = job.tags;
    this.rootProcessInstanceKey = job.rootProcessInstanceKey;
    this.businessId = job.businessId;
    this.priority = job.priority;
    this.leaseToken = job.leaseToken;
    this.physicalTenantId = job.physicalTenantId;
    this.#actions = actions;
  }

  /**
   * Aborted when the job is no longer this worker's to do: its lock was lost, it is gone, or the worker stops and the time
   * for running jobs is over. The reason is a `JobAbortedError`. Hand it to whatever the handler waits for.
   */
  get signal(): AbortSignal {
    return this.#actions.signal;
  }

  /** A logger that names the job in every line. */
  get log(): SdkLogger {
    return this.#actions.log;
  }

  /**
   * The client that the worker was made with. Completing, failing or throwing an error for this job through it counts as
   * the job's acknowledgement.
   */
  get client(): Client {
    return this.#actions.client;
  }

  /**
   * Completes the job, and resolves when it is known what became of that.
   *
   * @param variables what the job adds to the process; not `{ variables: … }`
   * @param result what a task listener or an ad-hoc sub-process decides
   * @throws JobAlreadyAcknowledgedError, JobValidationError, AcknowledgementRefusedError
   */
  complete(variables?: JsonObject, result?: JobResult): Promise<AcknowledgementOutcome> {
    return this.#actions.complete(variables, result);
  }

  /**
   * Fails the job. Throwing a `JobFailure` does the same.
   *
   * @throws JobAlreadyAcknowledgedError, AcknowledgementRefusedError
   */
  fail(message: string, options: JobFailOptions = {}): Promise<AcknowledgementOutcome> {
    return this.#actions.fail(message, options);
  }

  /**
   * Throws a BPMN error for the job. Throwing a `JobError` does the same.
   *
   * @throws JobAlreadyAcknowledgedError, AcknowledgementRefusedError
   */
  error(errorCode: string, message = '', variables?: JsonObject): Promise<AcknowledgementOutcome> {
    return this.#actions.error(errorCode, message, variables);
  }

  /**
   * Says that somebody else will acknowledge the job, before its lock ends. The worker neither acknowledges it nor extends
   * its lock from here on.
   */
  ignore(): void {
    this.#actions.ignore();
  }

  /**
   * Locks the job anew, from now on. The worker does so by itself while a handler runs; this is for other times.
   *
   * @param lockMs how long, in milliseconds; the worker's `jobTimeoutMs` if left out
   * @returns whether the job is still this worker's
   * @throws TypeError if `lockMs` is not a whole number above 0
   */
  extendLock(lockMs?: number): Promise<boolean> {
    return this.#actions.extendLock(lockMs);
  }
}
