import type { Operation } from '@camunda/transport';

/**
 * The facts of one operation of the Orchestration Cluster REST API, taken from its specification: what the transport needs to call
 * it, and what the client, its helpers and a server need to know beside that.
 */
export interface OperationDescriptor extends Operation {
  /** The specification's group, such as `Process instance`. */
  readonly tag: string;
  /**
   * What the path is below: the base address (which ends in `/v2`), or the address without its `/v2`, for the administration of a
   * whole cluster.
   *
   * @default 'address'
   */
  readonly base?: 'address' | 'origin' | undefined;
  /** The names of the path's parameters, in the order of the path. */
  readonly pathParameters: readonly string[];
  /** The names of the query parameters. */
  readonly queryParameters: readonly string[];
  /** The statuses of a success, in ascending order. More than one where an answer may be empty or partial. */
  readonly successStatuses: readonly number[];
  /** The body has a `page`, and the answer holds `items` and a `page`. @default false */
  readonly paginated?: boolean | undefined;
  /** The answer may lag behind what was written. */
  readonly eventuallyConsistent: boolean;
  /** The member of the body that names the tenant or tenants; a default tenant goes there. @default none */
  readonly tenantMember?: 'tenantId' | 'tenantIds' | undefined;
  /** What the cluster asks for, all of it; `A:B | C:D` is satisfied by either. */
  readonly requiredPermissions: readonly string[];
  /** The operation needs no credentials. @default false */
  readonly anonymous?: boolean | undefined;
  /** The first version of the platform that has the operation, such as `8.8`. */
  readonly addedInVersion: string;
}
