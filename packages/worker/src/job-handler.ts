import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { JobContext } from './job-context.ts';
import type { JobVariables, JsonObject } from './json-value.ts';

/**
 * Works one job. What it returns is what the job is completed with: one plain object of variables, or nothing. Throw a
 * `JobError` for a BPMN error, a `JobFailure` to choose retries and pause; any other error fails the job with one retry
 * less and a growing pause.
 */
export type JobHandler<
  Variables = JsonObject,
  Headers = JsonObject,
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that returns nothing is typed void
  Result = JsonObject | undefined | void,
  Client = unknown,
> = (job: JobContext<Variables, Headers, Client>) => Result | Promise<Result>;

/** A module whose exported function works jobs in a thread or process of its own. */
export interface JobHandlerModule {
  /** Where the module is, such as `new URL('./charge-card.js', import.meta.url)`. */
  readonly module: URL | string;
  /** The name of the exported {@link JobHandler}. @default default */
  readonly exportName?: string | undefined;
}

/**
 * What a handler may return: what `Output` takes, where there is an output schema, else {@link JobVariables}.
 *
 * Any other type becomes `never`, so that returning it is a compile error.
 */
export type HandlerResult<Result, Output> = Output extends StandardSchemaV1
  ? StandardSchemaV1.InferInput<Output>
  : JobVariables<Result>;
