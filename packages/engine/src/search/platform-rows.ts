import type { EngineEvent } from '../runtime/event.ts';
import type {
  AuthorizationValue,
  ClusterVariableValue,
  TenantMemberValue,
  TenantValue,
  UserValue,
} from '../runtime/platform-values.ts';
import type { Row } from './rows.ts';

/** The row of something that is set up rather than run. */
export interface PlatformRow<Value> extends Row {
  readonly value: Value;
}

/** What can be read of cluster variables, tenants, users and authorizations. */
export class PlatformRows {
  readonly clusterVariables = new Map<number, PlatformRow<ClusterVariableValue>>();
  readonly tenants = new Map<number, PlatformRow<TenantValue>>();
  readonly tenantMembers = new Map<number, PlatformRow<TenantMemberValue>>();
  readonly users = new Map<number, PlatformRow<UserValue>>();
  readonly authorizations = new Map<number, PlatformRow<AuthorizationValue>>();

  /** Takes an event in; an event about something else is left alone. */
  project(event: EngineEvent): void {
    switch (event.valueType) {
      case 'CLUSTER_VARIABLE':
        put(this.clusterVariables, event);
        return;
      case 'TENANT':
        put(this.tenants, event);
        return;
      case 'TENANT_MEMBER':
        put(this.tenantMembers, event);
        return;
      case 'USER':
        put(this.users, event);
        return;
      case 'AUTHORIZATION':
        put(this.authorizations, event);
        return;
    }
  }
}

function put<Value>(
  rows: Map<number, PlatformRow<Value>>,
  { key, value, intent }: { key: number; value: Value; intent: string },
): void {
  if (intent === 'DELETED') {
    rows.delete(key);
  } else {
    rows.set(key, { key, value });
  }
}
