import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import { formatDate, formatOptionalDate } from './entity.ts';
import { processInstanceStates } from './enum-values.ts';
import { processInstanceFilters } from './process-instance-filters.ts';
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
    state: { type: 'enum', values: processInstanceStates, read: (row) => row.state },
    hasIncident: { type: 'boolean', read: (row) => row.incidents > 0 },
    tenantId: { type: 'string', read: ({ value }) => value.instance.tenantId },
    businessId: { type: 'string', read: ({ value }) => value.instance.businessId },
  },
  specialFilters: processInstanceFilters,
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

/** The process instances of one definition; a filter has no need to name the definition. */
export const instancesOfDefinition: SearchableEntity<ProcessInstanceRow> = {
  ...processInstances,
  fields: Object.fromEntries(
    Object.entries(processInstances.fields).filter(([name]) => !name.startsWith('processDefinition')),
  ),
};
