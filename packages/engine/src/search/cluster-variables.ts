import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import type { ClusterVariableValue } from '../runtime/platform-values.ts';
import type { SearchableEntity } from './entity.ts';
import type { PlatformRow } from './platform-rows.ts';
import { TRUNCATED_LENGTH } from './variables.ts';

type ClusterVariableRow = PlatformRow<ClusterVariableValue>;

/** Cluster variables; values as JSON text, cut when they are long. */
export const clusterVariables: SearchableEntity<ClusterVariableRow> = {
  rows: (projections) => projections.platform.clusterVariables,
  fields: {
    name: { type: 'string', read: ({ value }) => value.name },
    value: { type: 'string', read: textOf },
    scope: { type: 'enum', read: ({ value }) => scopeOf(value) },
    tenantId: { type: 'string', read: ({ value }) => value.tenantId },
    kind: { type: 'enum', sortable: false, read: ({ value }) => value.kind },
    isTruncated: { type: 'boolean', sortable: false, read: (row) => textOf(row).length > TRUNCATED_LENGTH },
  },
  specialFilters: {
    metadata: (wanted) => {
      const members = isJsonObject(wanted) ? Object.entries(wanted) : [];
      return ({ value }) => members.every(([name, member]) => isSame(value.metadata[name], member));
    },
  },
  view: (row) => {
    const text = textOf(row);
    return {
      ...viewOfClusterVariable(row),
      value: text.slice(0, TRUNCATED_LENGTH),
      isTruncated: text.length > TRUNCATED_LENGTH,
    };
  },
};

/** The same, with values in full. */
export const fullClusterVariables: SearchableEntity<ClusterVariableRow> = {
  ...clusterVariables,
  view: (row) => ({ ...viewOfClusterVariable(row), isTruncated: false }),
};

/** One cluster variable with its full value. */
export function viewOfClusterVariable(row: { readonly value: ClusterVariableValue }): JsonObject {
  const { name, tenantId, metadata, kind } = row.value;
  return { name, value: textOf(row), scope: scopeOf(row.value), tenantId, metadata, kind };
}

function scopeOf({ tenantId }: ClusterVariableValue): string {
  return tenantId === null ? 'GLOBAL' : 'TENANT';
}

function textOf({ value }: { readonly value: ClusterVariableValue }): string {
  return JSON.stringify(value.value);
}

function isSame(one: JsonValue | undefined, other: JsonValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
