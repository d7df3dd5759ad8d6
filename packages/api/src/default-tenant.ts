import type { CallHooks } from './call-operation.ts';

/** Fills in the tenant of calls that may name one and do not. The caller's input stays as it is. */
export function defaultTenantHook(tenantId: string): NonNullable<CallHooks['before']> {
  return (descriptor, input) => {
    const { tenantMember } = descriptor;
    if (tenantMember === undefined || input.body?.[tenantMember] !== undefined) return input;
    // With "all tenants that are assigned to me", a list of tenants would be ignored or refused.
    if (tenantMember === 'tenantIds' && input.body?.tenantFilter === 'ASSIGNED') return input;
    const value = tenantMember === 'tenantIds' ? [tenantId] : tenantId;
    return { ...input, body: { ...input.body, [tenantMember]: value } };
  };
}
