import type { EngineCore } from '../runtime/engine-core.ts';
import { mapsOf } from '../snapshot/rows-of.ts';
import type { Identity } from './identity.ts';

/** The tenants that somebody may see; null for all. */
export function accessibleTenants(
  { options, state }: EngineCore,
  identity: Identity | null,
): readonly string[] | null {
  if (options.multiTenancy !== true || identity === null) {
    return null;
  }
  return [...state.platform.tenantMembers.byKey.values()]
    .filter(({ value }) => value.memberType === identity.type && value.memberId === identity.id)
    .map(({ value }) => value.tenantId);
}

/** Whether a key is that of something in a tenant which is not among these. */
export function isOfOtherTenant(
  { projections }: EngineCore,
  key: number,
  tenants: readonly string[],
): boolean {
  return mapsOf(projections).some(([, rows]) => !isVisible(rows.get(key), tenants));
}

/** The engine as those see it who may see only some tenants: searches and GETs find nothing of the others. */
export function engineOfTenants(engine: EngineCore, tenants: readonly string[]): EngineCore {
  return new Proxy(engine, {
    get(target, name) {
      if (name === 'projections') {
        return ofTenants(target.projections, tenants);
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** A copy of a group of projections without the rows of other tenants. */
function ofTenants<Group extends object>(group: Group, tenants: readonly string[]): Group {
  const copy = Object.create(Object.getPrototypeOf(group));
  for (const [name, member] of Object.entries(group)) {
    if (member instanceof Map) {
      copy[name] = new Map([...member].filter(([, row]) => isVisible(row, tenants)));
    } else {
      copy[name] = typeof member === 'object' && member !== null ? ofTenants(member, tenants) : member;
    }
  }
  return copy;
}

/** What belongs to no tenant can be seen by everybody. */
function isVisible(row: unknown, tenants: readonly string[]): boolean {
  const tenantId = tenantOfRow(row);
  return typeof tenantId !== 'string' || tenants.includes(tenantId);
}

/** Rows hold their tenant themselves, in their value, in the instance of their value, or in the event that they are of. */
function tenantOfRow(row: unknown): unknown {
  const { tenantId, value, event } = (row ?? {}) as RowOfTenant;
  const held = value ?? event?.value;
  return tenantId ?? held?.tenantId ?? held?.instance?.tenantId;
}

interface TenantHolder {
  readonly tenantId?: unknown;
  readonly instance?: { readonly tenantId?: unknown };
}

interface RowOfTenant {
  readonly tenantId?: unknown;
  readonly value?: TenantHolder;
  readonly event?: { readonly value?: TenantHolder };
}
