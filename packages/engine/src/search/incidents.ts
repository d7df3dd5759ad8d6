import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import { formatDate, OPERATORS_WITH_NOT_IN } from './entity.ts';
import { incidentErrorTypes, incidentStates } from './enum-values.ts';
import type { IncidentRow } from './rows.ts';

/** Incidents, active and resolved. */
export const incidents: SearchableEntity<IncidentRow> = {
  rows: (projections) => projections.incidents,
  fields: {
    incidentKey: { type: 'key', read: (row) => row.key },
    processDefinitionKey: { type: 'key', read: ({ value }) => value.processDefinitionKey },
    processDefinitionId: { type: 'string', read: ({ value }) => value.instance.processDefinitionId },
    processInstanceKey: { type: 'key', read: ({ value }) => value.processInstanceKey },
    errorType: {
      type: 'enum',
      values: incidentErrorTypes,
      operators: OPERATORS_WITH_NOT_IN,
      read: ({ value }) => value.errorType,
    },
    errorMessage: { type: 'phrase', sortable: false, read: ({ value }) => value.errorMessage },
    elementId: { type: 'string', read: ({ value }) => value.elementId },
    elementInstanceKey: { type: 'key', read: ({ value }) => value.elementInstanceKey },
    creationTime: { type: 'dateTime', read: (row) => row.createdAt },
    state: {
      type: 'enum',
      values: incidentStates,
      operators: OPERATORS_WITH_NOT_IN,
      read: (row) => row.state,
    },
    jobKey: { type: 'key', read: ({ value }) => value.jobKey },
    tenantId: { type: 'string', read: ({ value }) => value.instance.tenantId },
  },
  view: ({ key, value, createdAt, state }) => ({
    processDefinitionId: value.instance.processDefinitionId,
    errorType: value.errorType,
    errorMessage: value.errorMessage,
    elementId: value.elementId,
    creationTime: formatDate(createdAt),
    state,
    tenantId: value.instance.tenantId,
    incidentKey: formatKey(key),
    processDefinitionKey: formatKey(value.processDefinitionKey),
    processInstanceKey: formatKey(value.processInstanceKey),
    rootProcessInstanceKey: formatOptionalKey(value.instance.rootProcessInstanceKey),
    elementInstanceKey: formatKey(value.elementInstanceKey),
    jobKey: formatOptionalKey(value.jobKey),
  }),
};
