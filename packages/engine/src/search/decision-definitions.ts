import { formatKey } from '../runtime/keys.ts';
import type { DecisionDefinitionRow } from './decision-rows.ts';
import type { SearchableEntity } from './entity.ts';

/** Deployed decisions. */
export const decisionDefinitions: SearchableEntity<DecisionDefinitionRow> = {
  rows: (projections) => projections.decisions.definitions,
  fields: {
    decisionDefinitionKey: { type: 'key', operators: [], read: (row) => row.key },
    decisionDefinitionId: { type: 'string', operators: [], read: ({ value }) => value.decisionDefinitionId },
    name: { type: 'string', operators: [], read: ({ value }) => value.name },
    version: { type: 'integer', operators: [], read: ({ value }) => value.version },
    decisionRequirementsId: {
      type: 'string',
      operators: [],
      read: ({ value }) => value.decisionRequirementsId,
    },
    decisionRequirementsKey: {
      type: 'key',
      operators: [],
      read: ({ value }) => value.decisionRequirementsKey,
    },
    decisionRequirementsName: {
      type: 'string',
      operators: [],
      read: ({ value }) => value.decisionRequirementsName,
    },
    decisionRequirementsVersion: {
      type: 'integer',
      operators: [],
      read: ({ value }) => value.decisionRequirementsVersion,
    },
    tenantId: { type: 'string', operators: [], read: ({ value }) => value.tenantId },
    isLatestVersion: {
      type: 'boolean',
      sortable: false,
      read: (row, { decisions }) => decisions.isLatest(row),
    },
  },
  view: ({ key, value }) => ({
    decisionDefinitionId: value.decisionDefinitionId,
    decisionDefinitionKey: formatKey(key),
    decisionRequirementsId: value.decisionRequirementsId,
    decisionRequirementsKey: formatKey(value.decisionRequirementsKey),
    decisionRequirementsName: value.decisionRequirementsName,
    decisionRequirementsVersion: value.decisionRequirementsVersion,
    name: value.name,
    tenantId: value.tenantId,
    version: value.version,
  }),
};
