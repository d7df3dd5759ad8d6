import type { OperationCall } from '../http/operation-call.ts';
import { DEFAULT_TENANT } from '../runtime/default-tenant.ts';
import { EngineRejection, invalidArgument, notFound } from '../runtime/engine-rejection.ts';

/**
 * The tenant that a request is for. With multi-tenancy it must be named, be there, and be one of the caller's; without, it is
 * the default one. @throws EngineRejection
 */
export function tenantOf(call: OperationCall, tenantId: string | null, field = 'tenantId'): string {
  const isGiven = tenantId !== null && tenantId !== '';
  if (call.engine.options.multiTenancy !== true) {
    if (isGiven && tenantId !== DEFAULT_TENANT) {
      throw invalidArgument(
        `The field '${field}' must be '${DEFAULT_TENANT}' while multi-tenancy is off, but it is '${tenantId}'`,
      );
    }
    return DEFAULT_TENANT;
  }
  if (!isGiven) {
    throw invalidArgument(`The field '${field}' must be given while multi-tenancy is on`);
  }
  if (call.tenants !== null && !call.tenants.includes(tenantId)) {
    throw new EngineRejection('FORBIDDEN', `The tenant '${tenantId}' is not one of the caller's`);
  }
  if (tenantId !== DEFAULT_TENANT && call.engine.state.platform.tenants.find(tenantId) === undefined) {
    throw notFound(`a tenant with the id '${tenantId}'`);
  }
  return tenantId;
}

/** The tenants whose jobs a request wants: those it names, or all of the caller's. @throws EngineRejection */
export function tenantsOf(call: OperationCall, tenantIds: readonly string[] | null, filter: string | null) {
  if (call.engine.options.multiTenancy !== true || filter?.toUpperCase() !== 'ASSIGNED') {
    const named = tenantIds === null || tenantIds.length === 0 ? [null] : tenantIds;
    return named.map((tenantId) => tenantOf(call, tenantId, 'tenantIds'));
  }
  const all = [
    DEFAULT_TENANT,
    ...[...call.engine.state.platform.tenants.byKey.values()].map(({ value }) => value.tenantId),
  ];
  return all.filter((tenantId) => call.tenants === null || call.tenants.includes(tenantId));
}
