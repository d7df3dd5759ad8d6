import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { JsonObject } from './json-value.ts';

/** What a worker asks for and how it behaves. Members that are left out come from the settings, then from the defaults. */
export interface WorkerConfig<
  Variables extends object = JsonObject,
  Headers extends object = JsonObject,
  Output extends StandardSchemaV1 | undefined = StandardSchemaV1 | undefined,
> {
  /** The type of the jobs to work. */
  readonly jobType: string;
  /**
   * How long a job is locked for this worker, in milliseconds. The lock is extended while the handler runs, so a short one
   * costs nothing, and lets jobs of a crashed worker go to another one soon.
   * @default CAMUNDA_WORKER_TIMEOUT, else 30000
   */
  readonly jobTimeoutMs?: number | undefined;
  /**
   * How long the cluster may hold a request for jobs, in milliseconds: 0 for its own default, below 0 for not at all.
   * @default CAMUNDA_WORKER_REQUEST_TIMEOUT, else 0
   */
  readonly requestTimeoutMs?: number | undefined;
  /** How many jobs are in hand at most. @default CAMUNDA_WORKER_MAX_CONCURRENT_JOBS, else 10 */
  readonly maxConcurrentJobs?: number | undefined;
  /**
   * How many jobs one request asks for at most, for jobs whose variables are large: the others come with the next request.
   * @default CAMUNDA_WORKER_MAX_JOBS_PER_POLL, else as many as there are free slots
   */
  readonly maxJobsPerPoll?: number | undefined;
  /**
   * What the job's variables must be: a schema of any library that speaks Standard Schema, such as valibot, zod or arktype.
   * It gives the handler's `job.variables` their type and value. A job that does not fit is failed with its retries kept.
   * @default none: any variables
   */
  readonly inputSchema?: StandardSchemaV1<unknown, Variables> | undefined;
  /**
   * What the handler must return, as a schema; the job is completed with what the schema makes of it. A result that does
   * not fit fails the job with its retries kept.
   * @default none: any plain object
   */
  readonly outputSchema?: Output;
  /** What the custom headers must be, as a schema; it gives `job.customHeaders` their type and value. @default none */
  readonly customHeadersSchema?: StandardSchemaV1<unknown, Headers> | undefined;
  /**
   * The variables to fetch; an empty list for all.
   * @default those that an object `inputSchema` names; without a schema CAMUNDA_WORKER_FETCH_VARIABLES, else all
   */
  readonly fetchVariables?: readonly string[] | undefined;
  /** The name that the cluster shows for jobs of this worker. @default CAMUNDA_WORKER_NAME, else camunda-typescript-sdk-worker */
  readonly workerName?: string | undefined;
  /** The tenants whose jobs to work. @default CAMUNDA_TENANT_IDS (or CAMUNDA_WORKER_TENANT_IDS), else CAMUNDA_TENANT_ID, else the cluster's default */
  readonly tenantIds?: readonly string[] | undefined;
  /** `PROVIDED`: those of `tenantIds`; `ASSIGNED`: all that the worker's credentials may see (8.9). @default PROVIDED */
  readonly tenantFilter?: 'PROVIDED' | 'ASSIGNED' | undefined;
  /** The part of the slots that must be free before the worker asks for more jobs, above 0 up to 1. @default 0.3 */
  readonly refillThreshold?: number | undefined;
  /** Extend the lock at half of its time while the handler runs. @default true */
  readonly lockExtension?: boolean | undefined;
  /**
   * The longest time for which a job's lock is kept by extensions, in milliseconds. A handler that runs longer gets its
   * signal aborted and, if it does not end, loses its slot.
   * @default 3600000 (an hour)
   */
  readonly lockExtensionMaxMs?: number | undefined;
  /** Ask for leases, whose tokens fence off a worker that lost a job (8.10). @default 'auto': where the cluster has them */
  readonly withLease?: boolean | 'auto' | undefined;
  /** The pause after the first failed poll, in milliseconds; doubles with every further one. @default 1000 */
  readonly pollBackOffMs?: number | undefined;
  /** The longest pause after a failed poll, in milliseconds; where nobody answered, the cluster's first answer ends it. @default 30000 */
  readonly pollBackOffMaxMs?: number | undefined;
  /** How much longer than its request timeout a poll may take before it is dropped, in milliseconds. @default 5000 */
  readonly pollMarginMs?: number | undefined;
  /**
   * The pause of a job whose handler threw, in milliseconds; doubles with every further failure. 0 for none.
   * @default 1000
   */
  readonly retryBackOffMs?: number | undefined;
  /** The longest pause of a job whose handler threw, in milliseconds. @default 300000 (five minutes) */
  readonly retryBackOffMaxMs?: number | undefined;
  /** How long one acknowledgement may be repeated until its outcome is known, in milliseconds. @default 60000 */
  readonly acknowledgementTimeoutMs?: number | undefined;
  /** How long a stop waits for running jobs, in milliseconds. @default 25000: below the 30 s that Kubernetes gives */
  readonly stopGraceMs?: number | undefined;
  /**
   * `fixed`: always up to `maxConcurrentJobs` at a time; `adaptive`: fewer while the event loop is late or memory is short.
   * @default fixed
   */
  readonly concurrency?: 'fixed' | 'adaptive' | undefined;
  /** How many threads or processes the pool has that workers of one client share. @default one less than there are cores, at least 1 */
  readonly poolSize?: number | undefined;
  /** Stop on SIGTERM and SIGINT; a second signal forces the stop. On runtimes with process signals only. @default false */
  readonly handleSignals?: boolean | undefined;
  /** The longest random wait before the first poll, in seconds. @default CAMUNDA_WORKER_STARTUP_JITTER_MAX_SECONDS, else 0 */
  readonly startupJitterMaxSeconds?: number | undefined;
}

/** A {@link WorkerConfig} with every member decided. */
export interface ResolvedWorkerConfig {
  readonly jobType: string;
  readonly jobTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly maxConcurrentJobs: number;
  readonly maxJobsPerPoll: number | undefined;
  readonly fetchVariables: readonly string[] | undefined;
  readonly workerName: string;
  readonly tenantIds: readonly string[] | undefined;
  readonly tenantFilter: 'PROVIDED' | 'ASSIGNED' | undefined;
  readonly refillThreshold: number;
  readonly lockExtension: boolean;
  readonly lockExtensionMaxMs: number;
  readonly withLease: boolean | 'auto';
  readonly pollBackOffMs: number;
  readonly pollBackOffMaxMs: number;
  readonly pollMarginMs: number;
  readonly retryBackOffMs: number;
  readonly retryBackOffMaxMs: number;
  readonly acknowledgementTimeoutMs: number;
  readonly stopGraceMs: number;
  readonly handleSignals: boolean;
  readonly concurrency: 'fixed' | 'adaptive';
  readonly poolSize: number | undefined;
  readonly startupJitterMaxSeconds: number;
  readonly inputSchema: StandardSchemaV1 | undefined;
  readonly outputSchema: StandardSchemaV1 | undefined;
  readonly customHeadersSchema: StandardSchemaV1 | undefined;
}
