import type { Clock, RandomSource } from '@camunda/core';
import type { CamundaLogger } from '@camunda/logger';
import type { Transport } from '@camunda/transport';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { JobBudget } from './job-budget.ts';
import type { JobContext } from './job-context.ts';
import type { HandlerResult, JobHandlerModule } from './job-handler.ts';
import type { JobSource } from './job-source.ts';
import type { JsonObject } from './json-value.ts';
import type { WorkerConfig } from './worker-config.ts';
import type { WorkerInstrumentation } from './worker-instrumentation.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** What a worker can call the cluster with: a transport, or a client that has one. */
export type WorkerClient = Transport | { readonly transport: Transport };

/** Where handlers run. */
export type ExecutionStrategyName = 'auto' | 'async' | 'thread' | 'process';

/** How a worker works its jobs. */
export interface JobHandling<
  Variables extends object = JsonObject,
  Headers extends object = JsonObject,
  Result = unknown,
  Output extends StandardSchemaV1 | undefined = undefined,
  Client = WorkerClient,
> {
  /** Works the jobs: a function, or for threads and processes the module that has it. */
  readonly jobHandler:
    | ((
        job: JobContext<Variables, Headers, Client>,
      ) => (Result & HandlerResult<Result, Output>) | Promise<Result & HandlerResult<Result, Output>>)
    | JobHandlerModule;
}

/** What a {@link JobWorker} is made from. */
export interface JobWorkerOptions<
  Variables extends object = JsonObject,
  Headers extends object = JsonObject,
  Result = unknown,
  Output extends StandardSchemaV1 | undefined = undefined,
  Client extends WorkerClient = WorkerClient,
> extends JobHandling<Variables, Headers, Result, Output, Client> {
  /** Calls the cluster; handed to handlers as `job.client`. */
  readonly client: Client;
  readonly config: WorkerConfig<Variables, Headers, Output>;
  /** @default none */
  readonly logger?: CamundaLogger | undefined;
  /** The longest random wait before the first poll, in seconds. @default CAMUNDA_WORKER_STARTUP_JITTER_MAX_SECONDS, else 0 */
  readonly startupJitterMaxSeconds?: number | undefined;
  /** The effective settings; `CAMUNDA_WORKER_*` members of the configuration are inherited from them. @default the environment */
  readonly settings?: WorkerSettings | undefined;
  /**
   * Where the handler runs: `async` in this thread, `thread` in a worker thread, `process` in a child process. The latter two
   * take a module as `jobHandler`, and exist on Node and what resembles it.
   * @default auto: `async` for a function, `thread` for a module where there are threads
   */
  readonly executionStrategy?: ExecutionStrategyName | undefined;
  /** Watches the worker, for metrics and traces; see `@camunda/worker/opentelemetry`. @default none */
  readonly instrumentation?: WorkerInstrumentation | undefined;
  /** A number of jobs that this worker shares with others. @default none */
  readonly budget?: JobBudget | undefined;
  /** Where jobs come from. @default REST long polling through the client */
  readonly source?: JobSource | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
  /** @default `Math.random` */
  readonly random?: RandomSource | undefined;
}
