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
  Result = JsonObject | undefined | undefined,
  Client = unknown,
> = (job: JobContext<Variables, Headers, Client>) => Result | Promise<Result>;

/** A {@link JobHandler} whose types are not known any more. */
export type AnyJobHandler = (job: never) => unknown;

/** What a handler may return, checked member by member. */
export type CheckedResult<Result> = Result extends void ? Result : JobVariables<Result>;
