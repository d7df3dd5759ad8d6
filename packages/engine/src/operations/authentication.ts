import type { Identity } from '../auth/identity.ts';
import { unauthorized } from '../auth/unauthorized.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import type { JsonObject } from '../runtime/json.ts';
import { tenants } from '../search/identity.ts';

/** Who calls. */
export const authenticationOperations: Readonly<Record<string, OperationHandler>> = {
  getAuthentication(call) {
    const { identity } = call;
    if (identity === null) {
      throw unauthorized('Nobody has signed in: the engine was made without authentication', 'Basic, Bearer');
    }
    return {
      username: identity.id,
      displayName: identity.name,
      email: identity.email,
      authorizedComponents: ['*'],
      tenants: tenantsOf(call, identity),
      groups: [],
      roles: [],
      salesPlanType: null,
      c8Links: {},
      canLogout: false,
    };
  },
};

function tenantsOf({ engine }: OperationCall, { type, id }: Identity): JsonObject[] {
  const { projections } = engine;
  const members = [...projections.platform.tenantMembers.values()]
    .filter(({ value }) => value.memberType === type && value.memberId === id)
    .map(({ value }) => value.tenantId);
  return [...tenants.rows(projections).values()]
    .filter(({ value }) => members.includes(value.tenantId))
    .map((row) => tenants.view(row, projections));
}
