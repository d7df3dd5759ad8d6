import type { JsonObject, JsonValue } from './json.ts';

/** A variable that every process sees, or every process of one tenant. */
export interface ClusterVariableValue {
  readonly name: string;
  readonly value: JsonValue;
  /** Null for all tenants. */
  readonly tenantId: string | null;
  readonly metadata: JsonObject;
  readonly kind: 'JSON' | 'SECRET_REFERENCE';
}

export interface TenantValue {
  readonly tenantId: string;
  readonly name: string;
  readonly description: string | null;
}

/** Who may see a tenant. */
export interface TenantMemberValue {
  readonly tenantId: string;
  readonly memberType: 'USER' | 'CLIENT';
  readonly memberId: string;
}

/** A user. No record holds a password. */
export interface UserValue {
  readonly username: string;
  readonly name: string | null;
  readonly email: string | null;
  /** What the password is checked against; see `hashPassword`. */
  readonly passwordHash: string;
}

/** What is known of a document beside its content. */
export interface DocumentMetadata {
  readonly contentType: string;
  readonly fileName: string;
  /** In milliseconds since the Unix epoch, by the engine's clock; 0 for never. */
  readonly expiresAt: number;
  readonly processDefinitionId: string | null;
  readonly processInstanceKey: string | null;
  readonly customProperties: JsonObject;
}

export interface DocumentValue {
  readonly documentId: string;
  /** In base64. */
  readonly content: string;
  readonly sizeBytes: number;
  /** SHA-256 of the content, in hexadecimal digits. */
  readonly contentHash: string;
  readonly metadata: DocumentMetadata;
}

/** A change of the whole cluster. */
export interface ClusterChangeValue {
  /** Changes are numbered from 1. */
  readonly changeId: number;
  readonly purgedAt: number;
}

/** What an owner may do with a resource, or with the resources whose property names the owner. */
export interface AuthorizationValue {
  readonly ownerId: string;
  readonly ownerType: string;
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly resourcePropertyName: string | null;
  readonly permissionTypes: readonly string[];
}

type Kept = 'CREATED' | 'UPDATED' | 'DELETED';

/** The record types of what is set up rather than run. */
export interface PlatformTypes {
  CLUSTER_VARIABLE: { value: ClusterVariableValue; intent: Kept };
  TENANT: { value: TenantValue; intent: Kept };
  TENANT_MEMBER: { value: TenantMemberValue; intent: 'CREATED' | 'DELETED' };
  USER: { value: UserValue; intent: Kept };
  AUTHORIZATION: { value: AuthorizationValue; intent: Kept };
  DOCUMENT: { value: DocumentValue; intent: 'CREATED' | 'DELETED' };
  /** Everything but this was forgotten. */
  CLUSTER_CHANGE: { value: ClusterChangeValue; intent: 'PURGED' };
}

/** The types whose records are kept, each under a name of its own. */
export type PlatformType = Exclude<keyof PlatformTypes, 'CLUSTER_CHANGE'>;

/** What names a record among those of its type: no two have the same. */
export const platformIds: {
  readonly [Type in PlatformType]: (value: PlatformTypes[Type]['value']) => string;
} = {
  CLUSTER_VARIABLE: ({ tenantId, name }) => `${tenantId ?? ''}/${name}`,
  TENANT: ({ tenantId }) => tenantId,
  TENANT_MEMBER: ({ tenantId, memberType, memberId }) => `${tenantId}/${memberType}/${memberId}`,
  USER: ({ username }) => username,
  DOCUMENT: ({ documentId }) => documentId,
  AUTHORIZATION: ({ ownerType, ownerId, resourceType, resourceId, resourcePropertyName }) =>
    [ownerType, ownerId, resourceType, resourceId ?? '', resourcePropertyName ?? ''].join('/'),
};
