import type { Transport } from '@camunda/transport';
import type { DeployResources, DeployResourcesFromFiles } from './deploy/deploy-resources.ts';
import type { EnsureProcessInstance } from './ensure-process-instance.ts';
import type { CamundaOperationGroups, CamundaOperations } from './generated/client.ts';
import type { SafeOperations } from './safe.ts';
import type { SearchTypedVariables } from './variables/search-typed-variables.ts';

/** The typed client: every operation under its name, and once more in the group of its tag; and helpers. */
export interface ApiClient extends CamundaOperations, CamundaOperationGroups {
  /** What all calls go through. Job workers take the client because of it. */
  readonly transport: Transport;
  /**
   * Searches variables; with a schema (any Standard Schema) in front, fetches those that the schema declares and gives them typed.
   */
  readonly searchVariables: CamundaOperations['searchVariables'] & SearchTypedVariables;
  /** Every operation once more, with `{ ok: true, value }` or `{ ok: false, error }` instead of a rejection. */
  readonly safe: SafeOperations;
  /** The same client for another tenant: calls that may name a tenant and do not go to this one. */
  forTenant(tenantId: string): ApiClient;
  /** Deploys resources in memory, after checks of name and size. Rejects with a `ResourceError` that names the resource. */
  readonly deployResources: DeployResources;
  /** Deploys files, after checks of name and size. Needs Node, Bun or Deno. Rejects with a `ResourceError` that names the file. */
  readonly deployResourcesFromFiles: DeployResourcesFromFiles;
  /** Starts a process instance unless one with the same business id is running. */
  readonly ensureProcessInstance: EnsureProcessInstance;
}
