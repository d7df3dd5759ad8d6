import { DEFAULT_TENANT } from '../runtime/default-tenant.ts';
import { formatKey } from '../runtime/keys.ts';
import type {
  AuthorizationValue,
  TenantMemberValue,
  TenantValue,
  UserValue,
} from '../runtime/platform-values.ts';
import type { SearchableEntity, SpecialFilter } from './entity.ts';
import { ownerTypes, resourceTypes } from './enum-values.ts';
import type { PlatformRow } from './platform-rows.ts';
import { readTexts } from './special-filters.ts';

/** The default tenant is always there; nothing makes it. */
function withDefaultTenant(
  rows: ReadonlyMap<number, PlatformRow<TenantValue>>,
): ReadonlyMap<number, PlatformRow<TenantValue>> {
  const value = { tenantId: DEFAULT_TENANT, name: 'Default', description: null };
  return new Map([[0, { key: 0, value }], ...rows]);
}

/** Tenants, the default one included. */
export const tenants: SearchableEntity<PlatformRow<TenantValue>> = {
  rows: (projections) => withDefaultTenant(projections.platform.tenants),
  fields: {
    key: { type: 'key', filterable: false, read: (row) => row.key },
    tenantId: { type: 'string', operators: [], read: ({ value }) => value.tenantId },
    name: { type: 'string', operators: [], read: ({ value }) => value.name },
  },
  view: ({ value: { name, tenantId, description } }) => ({ name, tenantId, description }),
};

/** The users that may see a tenant. */
export const tenantUsers: SearchableEntity<PlatformRow<TenantMemberValue>> = {
  rows: (projections) => projections.platform.tenantMembers,
  fields: { username: { type: 'string', filterable: false, read: ({ value }) => value.memberId } },
  view: ({ value }) => ({ username: value.memberId }),
};

/** The clients that may see a tenant. */
export const tenantClients: SearchableEntity<PlatformRow<TenantMemberValue>> = {
  rows: (projections) => projections.platform.tenantMembers,
  fields: { clientId: { type: 'string', filterable: false, read: ({ value }) => value.memberId } },
  view: ({ value }) => ({ clientId: value.memberId }),
};

/** Users. */
export const users: SearchableEntity<PlatformRow<UserValue>> = {
  rows: (projections) => projections.platform.users,
  fields: {
    username: { type: 'string', read: ({ value }) => value.username },
    name: { type: 'string', read: ({ value }) => value.name },
    email: { type: 'string', read: ({ value }) => value.email },
  },
  view: ({ value: { username, name, email } }) => ({ username, name, email }),
};

/** Authorizations. */
export const authorizations: SearchableEntity<PlatformRow<AuthorizationValue>> = {
  rows: (projections) => projections.platform.authorizations,
  fields: {
    ownerId: { type: 'string', operators: [], read: ({ value }) => value.ownerId },
    ownerType: {
      type: 'enum',
      values: ownerTypes,
      operators: [],
      read: ({ value }) => value.ownerType,
    },
    resourceId: { type: 'string', filterable: false, read: ({ value }) => value.resourceId },
    resourcePropertyName: {
      type: 'string',
      filterable: false,
      read: ({ value }) => value.resourcePropertyName,
    },
    resourceType: {
      type: 'enum',
      values: resourceTypes,
      operators: [],
      read: ({ value }) => value.resourceType,
    },
  },
  specialFilters: {
    resourceIds: isOneOf(({ resourceId }) => resourceId),
    resourcePropertyNames: isOneOf(({ resourcePropertyName }) => resourcePropertyName),
  },
  view: ({ key, value }) => ({ ...value, authorizationKey: formatKey(key) }),
};

function isOneOf(
  read: (value: AuthorizationValue) => string | null,
): SpecialFilter<PlatformRow<AuthorizationValue>> {
  return (wanted, { path }) => {
    const words: readonly (string | null)[] = readTexts(wanted, path);
    return ({ value }) => words.includes(read(value));
  };
}
