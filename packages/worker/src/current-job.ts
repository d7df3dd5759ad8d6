import type { JobContext } from './job-context.ts';
import type { JsonObject } from './json-value.ts';

/**
 * The job whose handler this code runs for, however far away it was called; `undefined` outside of handlers, and always on
 * runtimes that cannot follow asynchronous calls.
 */
export function currentJob(): JobContext<JsonObject, JsonObject, unknown> | undefined {
  return undefined;
}
