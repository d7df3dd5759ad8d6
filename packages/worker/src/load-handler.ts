import type { JobHandler, JobHandlerModule } from './job-handler.ts';
import type { JsonObject } from './json-value.ts';
import { WorkerConfigError } from './worker-config-error.ts';

/**
 * The handler that a module exports.
 *
 * @throws WorkerConfigError when the module has no such function; whatever the module itself throws
 */
export async function loadHandler({
  module,
  exportName = 'default',
}: JobHandlerModule): Promise<JobHandler<JsonObject, JsonObject, unknown, unknown>> {
  const loaded: unknown = await import(String(module));
  const handler: unknown =
    typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, exportName) : undefined;
  if (typeof handler === 'function') return handler as JobHandler<JsonObject, JsonObject, unknown, unknown>;
  throw new WorkerConfigError(
    'jobHandler',
    `the handler module ${String(module)} does not export a function named ${exportName}`,
  );
}
