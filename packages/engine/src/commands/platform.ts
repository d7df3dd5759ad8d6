import { defineCommand } from '../runtime/command.ts';
import { DEFAULT_TENANT } from '../runtime/default-tenant.ts';
import { invalidArgument, notFound } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import { recordCommands } from './platform-records.ts';

/** Cluster variables. */
export const clusterVariableCommands = recordCommands(
  'CLUSTER_VARIABLE',
  'a cluster variable',
  (step) => step.state.platform.clusterVariables,
  {
    beforeCreate: (step, { tenantId }) => {
      if (tenantId !== null) {
        expectTenant(step, tenantId);
      }
    },
  },
);

/** Tenants; what belonged to a deleted one goes with it. */
export const tenantCommands = recordCommands('TENANT', 'a tenant', (step) => step.state.platform.tenants, {
  beforeCreate: (_step, { tenantId }) => {
    if (tenantId === DEFAULT_TENANT) {
      throw invalidArgument(`The tenant '${DEFAULT_TENANT}' is always there and cannot be created`);
    }
  },
  afterDelete: (step, { value }) => {
    const { tenantMembers, clusterVariables } = step.state.platform;
    for (const record of [...tenantMembers.byKey.values()]) {
      if (record.value.tenantId === value.tenantId) {
        step.emit('TENANT_MEMBER', 'DELETED', record.key, record.value);
      }
    }
    for (const record of [...clusterVariables.byKey.values()]) {
      if (record.value.tenantId === value.tenantId) {
        step.emit('CLUSTER_VARIABLE', 'DELETED', record.key, record.value);
      }
    }
  },
});

/** Who may see a tenant. */
export const tenantMemberCommands = recordCommands(
  'TENANT_MEMBER',
  'a member of a tenant',
  (step) => step.state.platform.tenantMembers,
  { beforeCreate: (step, { tenantId }) => expectTenant(step, tenantId) },
);

/** Users; a deleted one is no member of a tenant any more. */
export const userCommands = recordCommands('USER', 'a user', (step) => step.state.platform.users, {
  afterDelete: (step, { value }) => {
    for (const record of [...step.state.platform.tenantMembers.byKey.values()]) {
      if (record.value.memberType === 'USER' && record.value.memberId === value.username) {
        step.emit('TENANT_MEMBER', 'DELETED', record.key, record.value);
      }
    }
  },
});

/** Authorizations. */
export const authorizationCommands = recordCommands(
  'AUTHORIZATION',
  'an authorization',
  (step) => step.state.platform.authorizations,
);

/** Documents. */
export const documentCommands = recordCommands(
  'DOCUMENT',
  'a document',
  (step) => step.state.platform.documents,
);

/** Forgets everything: what is deployed, alive and over, and who is who. Gives the number of the change. */
export const purge = defineCommand('PURGE', (step): number => {
  const changeId = Math.max(0, step.state.platform.lastChangeId) + 1;
  step.emit('CLUSTER_CHANGE', 'PURGED', step.nextKey(), { changeId, purgedAt: step.now });
  return changeId;
});

/** @throws EngineRejection NOT_FOUND if there is no such tenant */
function expectTenant(step: Step, tenantId: string): void {
  if (tenantId !== DEFAULT_TENANT && step.state.platform.tenants.find(tenantId) === undefined) {
    throw notFound(`a tenant with the id '${tenantId}'`);
  }
}
