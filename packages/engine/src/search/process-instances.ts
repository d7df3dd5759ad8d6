import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import { compileCondition } from './condition.ts';
import type { SearchableEntity } from './entity.ts';
import { formatDate, formatOptionalDate } from './entity.ts';
import type { Projections } from './projections.ts';
import type { ProcessInstanceRow } from './rows.ts';

/** Process instances, running and finished. */
export const processInstances: SearchableEntity<ProcessInstanceRow> = {
  rows: (projections) => projections.processInstances,
  supportsOr: true,
  fields: {
    processInstanceKey: { type: 'key', read: (row) => row.key },
    processDefinitionId: { type: 'string', read: ({ value }) => value.instance.processDefinitionId },
    processDefinitionName: { type: 'string', read: (row, all) => definitionOf(row, all)?.name ?? null },
    processDefinitionVersion: { type: 'integer', read: ({ value }) => value.instance.version },
    processDefinitionVersionTag: {
      type: 'string',
      read: (row, all) => definitionOf(row, all)?.versionTag ?? null,
    },
    processDefinitionKey: { type: 'key', read: ({ value }) => value.processDefinitionKey },
    parentProcessInstanceKey: { type: 'key', read: ({ value }) => value.instance.parentProcessInstanceKey },
    parentElementInstanceKey: { type: 'key', read: ({ value }) => value.instance.parentElementInstanceKey },
    startDate: { type: 'dateTime', read: (row) => row.startedAt },
    endDate: { type: 'dateTime', read: (row) => row.endedAt },
    suspendedDate: { type: 'dateTime', read: (row) => row.suspendedAt },
    state: { type: 'enum', read: (row) => row.state },
    hasIncident: { type: 'boolean', read: (row) => row.incidents > 0 },
    tenantId: { type: 'string', read: ({ value }) => value.instance.tenantId },
    businessId: { type: 'string', read: ({ value }) => value.instance.businessId },
  },
  specialFilters: {
    tags: ({ value }, wanted) =>
      Array.isArray(wanted) && wanted.every((tag: JsonValue) => value.instance.tags.includes(String(tag))),
    variables: hasVariables,
    elementId: (row, wanted, all) =>
      hasElement(row, all, 'string', wanted, 'elementId', (e) => e.value.elementId),
    elementInstanceState: (row, wanted, all) =>
      hasElement(row, all, 'enum', wanted, 'elementInstanceState', (e) => e.state),
    hasElementInstanceIncident: (row, wanted) => row.incidents > 0 === wanted,
    errorMessage: (row, wanted, { incidents }) => {
      const condition = compileCondition('string', wanted, 'filter.errorMessage');
      return [...incidents.values()].some(
        ({ value, state }) =>
          value.processInstanceKey === row.key && state === 'ACTIVE' && condition(value.errorMessage),
      );
    },
    hasRetriesLeft: (row, wanted, { jobs }) =>
      [...jobs.values()].some(
        (job) => job.value.processInstanceKey === row.key && job.hasFailedWithRetriesLeft,
      ) === wanted,
  },
  view: (row, all) => {
    const { value } = row;
    const { instance } = value;
    return {
      processDefinitionId: instance.processDefinitionId,
      processDefinitionName: definitionOf(row, all)?.name ?? null,
      processDefinitionVersion: instance.version,
      processDefinitionVersionTag: definitionOf(row, all)?.versionTag ?? null,
      startDate: formatDate(row.startedAt),
      endDate: formatOptionalDate(row.endedAt),
      suspendedDate: formatOptionalDate(row.suspendedAt),
      state: row.state,
      hasIncident: row.incidents > 0,
      tenantId: instance.tenantId,
      processInstanceKey: formatKey(row.key),
      processDefinitionKey: formatKey(value.processDefinitionKey),
      parentProcessInstanceKey: formatOptionalKey(instance.parentProcessInstanceKey),
      parentElementInstanceKey: formatOptionalKey(instance.parentElementInstanceKey),
      rootProcessInstanceKey: formatOptionalKey(instance.rootProcessInstanceKey),
      tags: instance.tags,
      businessId: instance.businessId,
    };
  },
};

function definitionOf(row: ProcessInstanceRow, { processDefinitions }: Projections) {
  return processDefinitions.get(row.value.processDefinitionKey)?.value;
}

/** Whether the instance's root scope has every variable that is asked for; values are compared as JSON text. */
function hasVariables(row: ProcessInstanceRow, wanted: JsonValue, { variables }: Projections): boolean {
  if (!Array.isArray(wanted)) {
    throw invalidArgument("The field 'filter.variables' must be a list");
  }
  return wanted.every((item: JsonValue, index) => {
    const path = `filter.variables[${index}]`;
    if (!isJsonObject(item) || typeof item.name !== 'string' || item.value === undefined) {
      throw invalidArgument(`The field '${path}' must have the members name and value`);
    }
    const condition = compileCondition('string', item.value, `${path}.value`);
    return [...variables.values()].some(
      ({ value }) =>
        value.processInstanceKey === row.key &&
        value.name === item.name &&
        condition(JSON.stringify(value.value)),
    );
  });
}

function hasElement(
  row: ProcessInstanceRow,
  { elementInstances }: Projections,
  type: 'string' | 'enum',
  wanted: JsonValue,
  name: string,
  read: (element: NonNullable<ReturnType<typeof elementInstances.get>>) => string,
): boolean {
  const condition = compileCondition(type, wanted, `filter.${name}`);
  return [...elementInstances.values()].some(
    (element) => element.value.processInstanceKey === row.key && condition(read(element)),
  );
}
