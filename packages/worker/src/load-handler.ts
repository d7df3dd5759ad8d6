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
  const handler = findFunction(loaded, exportName);
  if (handler !== undefined) return handler as JobHandler<JsonObject, JsonObject, unknown, unknown>;
  throw new WorkerConfigError(
    'jobHandler',
    `the handler module ${String(module)} does not export a function named ${exportName}`,
  );
}

/** Of CommonJS, Node offers what its lexer has seen; all the rest is in the default export. */
function findFunction(loaded: unknown, exportName: string): unknown {
  const namespaces = [loaded, memberOf(loaded, 'default')];
  return namespaces
    .map((namespace) => memberOf(namespace, exportName))
    .find((value) => typeof value === 'function');
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
