import { tenantCommands, tenantMemberCommands } from '../commands/platform.ts';
import { JsonAnswer, type OperationCall, type OperationHandler } from '../http/operation-call.ts';
import { notFound } from '../runtime/engine-rejection.ts';
import { platformIds, type TenantMemberValue } from '../runtime/platform-values.ts';
import { tenantClients, tenants, tenantUsers } from '../search/identity.ts';
import { search } from '../search/search.ts';
import { nameInPath, tenantIdIn, tenantIdInPath } from './identifiers.ts';

/** Tenants and who may see them. */
export const tenantOperations: Readonly<Record<string, OperationHandler>> = {
  async createTenant(call) {
    const fields = await call.fields();
    const value = {
      tenantId: tenantIdIn(fields),
      name: fields.requiredText('name'),
      description: fields.optionalText('description'),
    };
    call.engine.execute(tenantCommands.create, value);
    return new JsonAnswer(201, value);
  },
  async updateTenant(call) {
    const fields = await call.fields();
    const name = fields.requiredText('name');
    const description = fields.optionalText('description');
    const changes = { name, ...(description === null ? {} : { description }) };
    const { ...value } = call.engine.execute(tenantCommands.update, { id: tenantIdInPath(call), changes });
    return value;
  },
  getTenant: (call) => tenants.view(rowOf(call), call.engine.projections),
  deleteTenant(call) {
    call.engine.execute(tenantCommands.delete, tenantIdInPath(call));
    return undefined;
  },
  async searchTenants(call) {
    const body = await call.json();
    return search(tenants, call.engine.projections, body, ({ value }) => isVisible(call, value.tenantId));
  },
  assignUserToTenant: (call) => assign(call, 'USER', 'username'),
  unassignUserFromTenant: (call) => unassign(call, 'USER', 'username'),
  searchUsersForTenant: (call) => searchMembers(call, 'USER'),
  assignClientToTenant: (call) => assign(call, 'CLIENT', 'clientId'),
  unassignClientFromTenant: (call) => unassign(call, 'CLIENT', 'clientId'),
  searchClientsForTenant: (call) => searchMembers(call, 'CLIENT'),
};

type MemberType = TenantMemberValue['memberType'];

/** The default tenant is in no projection that could have been cut to the caller's tenants. */
function isVisible({ tenants: visible }: OperationCall, tenantId: string): boolean {
  return visible?.includes(tenantId) ?? true;
}

function rowOf(call: OperationCall) {
  const tenantId = tenantIdInPath(call);
  for (const row of tenants.rows(call.engine.projections).values()) {
    if (row.value.tenantId === tenantId && isVisible(call, tenantId)) {
      return row;
    }
  }
  throw notFound(`a tenant with the id '${tenantId}'`);
}

function memberOf(call: OperationCall, memberType: MemberType, parameter: string): TenantMemberValue {
  return { tenantId: tenantIdInPath(call), memberType, memberId: nameInPath(call, parameter) };
}

function assign(call: OperationCall, memberType: MemberType, parameter: string): undefined {
  call.engine.execute(tenantMemberCommands.create, memberOf(call, memberType, parameter));
}

function unassign(call: OperationCall, memberType: MemberType, parameter: string): undefined {
  const id = platformIds.TENANT_MEMBER(memberOf(call, memberType, parameter));
  call.engine.execute(tenantMemberCommands.delete, id);
}

async function searchMembers(call: OperationCall, memberType: MemberType) {
  const { tenantId } = rowOf(call).value;
  const entity = memberType === 'USER' ? tenantUsers : tenantClients;
  return search(
    entity,
    call.engine.projections,
    await call.json(),
    ({ value }) => value.tenantId === tenantId && value.memberType === memberType,
  );
}
