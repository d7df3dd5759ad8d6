import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import type { ClusterVariableValue } from '../runtime/platform-values.ts';
import { compileCondition } from './condition.ts';
import type { SearchableEntity } from './entity.ts';
import { clusterVariableKinds, clusterVariableScopes } from './enum-values.ts';
import type { PlatformRow } from './platform-rows.ts';
import { TRUNCATED_LENGTH } from './variables.ts';

type ClusterVariableRow = PlatformRow<ClusterVariableValue>;

/** Cluster variables; values as JSON text, cut when they are long. */
export const clusterVariables: SearchableEntity<ClusterVariableRow> = {
  rows: (projections) => projections.platform.clusterVariables,
  fields: {
    name: { type: 'string', read: ({ value }) => value.name },
    value: { type: 'string', read: textOf },
    scope: { type: 'enum', values: clusterVariableScopes, read: ({ value }) => scopeOf(value) },
    tenantId: { type: 'string', read: ({ value }) => value.tenantId },
    kind: {
      type: 'enum',
      values: clusterVariableKinds,
      sortable: false,
      read: ({ value }) => value.kind,
    },
    isTruncated: { type: 'boolean', sortable: false, read: (row) => textOf(row).length > TRUNCATED_LENGTH },
  },
  specialFilters: {
    metadata: (wanted, { path }) => {
      if (!isJsonObject(wanted)) {
        throw invalidArgument(`The field '${path}' must be an object`);
      }
      const members = Object.entries(wanted).map(
        ([name, member]) => [name, compileCondition('textOrNumber', member, `${path}.${name}`)] as const,
      );
      return ({ value }) => members.every(([name, holds]) => holds(scalarOf(value.metadata[name])));
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

/** What can be compared; anything else counts as not there. */
function scalarOf(value: JsonValue | undefined): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
