import { DEFAULT_TENANT } from '../runtime/default-tenant.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';

/** Checks a request's tenant. @throws EngineRejection if it is not the default one */
export function tenantOf(tenantId: string | null, field = 'tenantId'): string {
  if (tenantId !== null && tenantId !== '' && tenantId !== DEFAULT_TENANT) {
    throw invalidArgument(
      `The field '${field}' must be '${DEFAULT_TENANT}' while multi-tenancy is off, but it is '${tenantId}'`,
    );
  }
  return DEFAULT_TENANT;
}
