import type { JsonObject } from '../runtime/json.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import type { VariableRow } from './rows.ts';

/** How much of a value a search shows unless it is asked for all. */
export const TRUNCATED_LENGTH = 8191;

/** Variables of every scope, also of scopes that have ended; values as JSON text, cut when they are long. */
export const variables: SearchableEntity<VariableRow> = {
  rows: (projections) => projections.variables,
  fields: {
    variableKey: { type: 'key', read: (row) => row.key },
    name: { type: 'string', read: ({ value }) => value.name },
    value: { type: 'string', read: textOf },
    tenantId: { type: 'string', operators: [], read: ({ value }) => value.tenantId },
    scopeKey: { type: 'key', read: ({ value }) => value.scopeKey },
    processInstanceKey: { type: 'key', read: ({ value }) => value.processInstanceKey },
    isTruncated: { type: 'boolean', sortable: false, read: (row) => textOf(row).length > TRUNCATED_LENGTH },
  },
  view: (row) => {
    const text = textOf(row);
    return {
      ...viewOfVariable(row),
      value: text.slice(0, TRUNCATED_LENGTH),
      isTruncated: text.length > TRUNCATED_LENGTH,
    };
  },
};

/** The same, with values in full. */
export const fullVariables: SearchableEntity<VariableRow> = {
  ...variables,
  view: (row) => ({ ...viewOfVariable(row), isTruncated: false }),
};

/** The same, of one user task: a filter knows the name only. */
export function ofUserTask(entity: SearchableEntity<VariableRow>): SearchableEntity<VariableRow> {
  const fields = Object.entries(entity.fields).map(([name, field]) => [
    name,
    name === 'name' ? field : { ...field, filterable: false },
  ]);
  return { ...entity, fields: Object.fromEntries(fields) };
}

/** One variable with its full value. */
export function viewOfVariable(row: VariableRow): JsonObject {
  const { key, value } = row;
  return {
    name: value.name,
    tenantId: value.tenantId,
    variableKey: formatKey(key),
    scopeKey: formatKey(value.scopeKey),
    processInstanceKey: formatKey(value.processInstanceKey),
    rootProcessInstanceKey: formatOptionalKey(value.rootProcessInstanceKey),
    value: textOf(row),
  };
}

function textOf({ value }: VariableRow): string {
  return JSON.stringify(value.value);
}
