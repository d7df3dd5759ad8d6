import type { PlatformTypes } from '../runtime/platform-values.ts';
import type { Applier } from './engine-state.ts';

/** The appliers of what is set up rather than run. */
export const platformAppliers: { readonly [Type in keyof PlatformTypes]: Applier<Type> } = {
  CLUSTER_VARIABLE: ({ platform }, event) => platform.clusterVariables.apply(event),
  TENANT: ({ platform }, event) => platform.tenants.apply(event),
  TENANT_MEMBER: ({ platform }, event) => platform.tenantMembers.apply(event),
  USER: ({ platform }, event) => platform.users.apply(event),
  AUTHORIZATION: ({ platform }, event) => platform.authorizations.apply(event),
  DOCUMENT: ({ platform }, event) => platform.documents.apply(event),
  CLUSTER_CHANGE: ({ journal, platform }, { value }) => {
    for (const part of journal.parts) {
      part.empty();
    }
    platform.changes.set('last', value);
  },
};
