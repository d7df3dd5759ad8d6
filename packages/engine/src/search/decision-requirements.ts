import { formatKey } from '../runtime/keys.ts';
import type { DecisionRequirementsRow } from './decision-rows.ts';
import type { SearchableEntity } from './entity.ts';

/** Deployed decision files. */
export const decisionRequirements: SearchableEntity<DecisionRequirementsRow> = {
  rows: (projections) => projections.decisions.requirements,
  fields: {
    decisionRequirementsKey: { type: 'key', operators: [], read: (row) => row.key },
    decisionRequirementsName: { type: 'string', operators: [], read: ({ value }) => value.name },
    decisionRequirementsId: {
      type: 'string',
      operators: [],
      read: ({ value }) => value.decisionRequirementsId,
    },
    version: { type: 'integer', operators: [], read: ({ value }) => value.version },
    tenantId: { type: 'string', operators: [], read: ({ value }) => value.tenantId },
    resourceName: { type: 'string', operators: [], sortable: false, read: ({ value }) => value.resourceName },
  },
  view: ({ key, value }) => ({
    decisionRequirementsId: value.decisionRequirementsId,
    decisionRequirementsKey: formatKey(key),
    decisionRequirementsName: value.name,
    resourceName: value.resourceName,
    tenantId: value.tenantId,
    version: value.version,
  }),
};
