import { formatKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import type { ProcessDefinitionRow } from './rows.ts';

/** Deployed processes. */
export const processDefinitions: SearchableEntity<ProcessDefinitionRow> = {
  rows: (projections) => projections.processDefinitions,
  fields: {
    processDefinitionKey: { type: 'key', read: (row) => row.key },
    name: { type: 'string', read: ({ value }) => value.name },
    resourceName: { type: 'string', read: ({ value }) => value.resourceName },
    version: { type: 'integer', read: ({ value }) => value.version },
    versionTag: { type: 'string', read: ({ value }) => value.versionTag },
    processDefinitionId: { type: 'string', read: ({ value }) => value.processDefinitionId },
    tenantId: { type: 'string', read: ({ value }) => value.tenantId },
    hasStartForm: { type: 'boolean', sortable: false, read: ({ value }) => value.hasStartForm },
    state: { type: 'enum', sortable: false, read: (row) => row.state },
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
