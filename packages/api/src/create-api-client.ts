import type { Transport } from '@camunda/transport';
import type { ApiClient } from './api-client.ts';
import type { ApiClientOptions } from './api-client-options.ts';
import { buildMethods } from './build-methods.ts';
import { clientHooks } from './client-hooks.ts';
import { deployResources, deployResourcesFromFiles } from './deploy/deploy-resources.ts';
import { ensureProcessInstance } from './ensure-process-instance.ts';
import { refuse } from './refuse.ts';
import { resolveApiClientOptions } from './resolve-api-client-options.ts';
import { buildSafe, type SafeOperations } from './safe.ts';
import { type SearchTypedVariables, searchTypedVariables } from './variables/search-typed-variables.ts';

/**
 * Makes the typed client on top of a transport. It opens nothing by itself: whoever made the transport closes it.
 *
 * @throws {CamundaError} code `INPUT_INVALID`: an option does not exist, or is of another kind
 * @param transport what `createTransport` of `@camunda/transport` gave, or anything with the same `call`
 */
export function createApiClient(transport: Transport, options: ApiClientOptions = {}): ApiClient {
  const resolved = resolveApiClientOptions(options);
  if (typeof transport?.call !== 'function')
    throw refuse('The transport of createApiClient has to be an object with the method call', transport);
  const methods = buildMethods(transport, clientHooks(transport, resolved));
  let safe: SafeOperations | undefined;
  const client: ApiClient = {
    ...methods,
    transport,
    searchVariables: withSchemas(methods.searchVariables, searchTypedVariables(methods)),
    get safe() {
      safe ??= buildSafe(methods);
      return safe;
    },
    forTenant(tenantId) {
      if (tenantId === undefined) throw refuse('forTenant takes the id of a tenant', tenantId);
      return createApiClient(transport, { ...options, tenantId });
    },
    deployResources: deployResources(methods),
    deployResourcesFromFiles: deployResourcesFromFiles(methods),
    ensureProcessInstance: ensureProcessInstance(methods, resolved.tenantId),
  };
  return client;
}

/** One name for both searches: a schema in front tells them apart. */
function withSchemas(
  plain: ApiClient['variable']['searchVariables'],
  typed: SearchTypedVariables,
): ApiClient['searchVariables'] {
  const isSchema = (value: unknown): boolean =>
    (typeof value === 'object' || typeof value === 'function') && value !== null && '~standard' in value;
  const search = (...parameters: never[]) =>
    isSchema(parameters[0])
      ? (typed as (...all: never[]) => unknown)(...parameters)
      : (plain as (...all: never[]) => unknown)(...parameters);
  return Object.assign(search, { paginate: plain.paginate }) as ApiClient['searchVariables'];
}
