import { formatKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import { processDefinitionStates } from './enum-values.ts';
import type { ProcessDefinitionRow } from './rows.ts';

/** Deployed processes. */
export const processDefinitions: SearchableEntity<ProcessDefinitionRow> = {
  rows: (projections) => projections.processDefinitions,
  fields: {
    processDefinitionKey: { type: 'key', operators: [], read: (row) => row.key },
    name: { type: 'string', read: ({ value }) => value.name },
    resourceName: { type: 'string', operators: [], read: ({ value }) => value.resourceName },
    version: { type: 'integer', operators: [], read: ({ value }) => value.version },
    versionTag: { type: 'string', operators: [], read: ({ value }) => value.versionTag },
    processDefinitionId: { type: 'string', read: ({ value }) => value.processDefinitionId },
    tenantId: { type: 'string', operators: [], read: ({ value }) => value.tenantId },
    hasStartForm: { type: 'boolean', sortable: false, read: ({ value }) => value.hasStartForm },
    state: {
      type: 'enum',
      values: processDefinitionStates,
      operators: [],
      sortable: false,
      read: (row) => row.state,
    },
    isLatestVersion: {
      type: 'boolean',
      sortable: false,
      read: ({ key, value }, { latestDefinitions }) =>
        latestDefinitions.get(`${value.tenantId}/${value.processDefinitionId}`) === key,
    },
  },
  view: ({ key, value, state }) => ({
    name: value.name,
    resourceName: value.resourceName,
    version: value.version,
    versionTag: value.versionTag,
    processDefinitionId: value.processDefinitionId,
    tenantId: value.tenantId,
    processDefinitionKey: formatKey(key),
    hasStartForm: value.hasStartForm,
    state,
  }),
};
