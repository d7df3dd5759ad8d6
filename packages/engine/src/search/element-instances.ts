import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import { formatDate, formatOptionalDate } from './entity.ts';
import { elementInstanceStates, elementTypes } from './enum-values.ts';
import type { Projections } from './projections.ts';
import type { ElementInstanceRow } from './rows.ts';

/** Element instances, the process itself included. */
export const elementInstances: SearchableEntity<ElementInstanceRow> = {
  rows: (projections) => projections.elementInstances,
  supportsOr: true,
  fields: {
    elementInstanceKey: { type: 'key', operators: [], read: (row) => row.key },
    processInstanceKey: { type: 'key', operators: [], read: ({ value }) => value.processInstanceKey },
    processDefinitionKey: { type: 'key', operators: [], read: ({ value }) => value.processDefinitionKey },
    processDefinitionId: {
      type: 'string',
      operators: [],
      read: ({ value }) => value.instance.processDefinitionId,
    },
    startDate: { type: 'dateTime', read: (row) => row.startedAt },
    endDate: { type: 'dateTime', read: (row) => row.endedAt },
    elementId: { type: 'string', read: ({ value }) => value.elementId },
    elementName: { type: 'string', read: nameOf },
    type: { type: 'enum', operators: [], values: elementTypes, read: ({ value }) => value.elementType },
    state: { type: 'enum', values: elementInstanceStates, read: (row) => row.state },
    incidentKey: { type: 'key', operators: [], read: incidentKeyOf },
    hasIncident: { type: 'boolean', sortable: false, read: (row) => row.incidents > 0 },
    tenantId: { type: 'string', operators: [], read: ({ value }) => value.instance.tenantId },
    elementInstanceScopeKey: {
      type: 'key',
      operators: [],
      sortable: false,
      read: ({ value }) => value.flowScopeKey,
    },
  },
  view: (row, all) => {
    const { key, value } = row;
    return {
      processDefinitionId: value.instance.processDefinitionId,
      startDate: formatDate(row.startedAt),
      endDate: formatOptionalDate(row.endedAt),
      elementId: value.elementId,
      elementName: nameOf(row, all),
      type: value.elementType,
      state: row.state,
      hasIncident: row.incidents > 0,
      tenantId: value.instance.tenantId,
      elementInstanceKey: formatKey(key),
      processInstanceKey: formatKey(value.processInstanceKey),
      rootProcessInstanceKey: formatOptionalKey(value.instance.rootProcessInstanceKey),
      processDefinitionKey: formatKey(value.processDefinitionKey),
      incidentKey: formatOptionalKey(incidentKeyOf(row)),
    };
  },
};

/** The element's name in the model; an element without one shows its id, as the field must not be null. */
function nameOf({ value }: ElementInstanceRow, { model }: Projections): string {
  return model(value.processDefinitionKey, value.elementId)?.name ?? value.elementId;
}

/** The newest incident; 0 if there is none. */
function incidentKeyOf({ incidentKeys }: ElementInstanceRow): number {
  return incidentKeys.at(-1) ?? 0;
}
