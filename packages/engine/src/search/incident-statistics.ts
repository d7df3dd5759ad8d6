import { formatKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import { errorHashOf } from './error-hash.ts';
import type { Projections } from './projections.ts';
import type { Row } from './rows.ts';

/** The active process instances that have one and the same error. */
interface ErrorCounts extends Row {
  readonly errorMessage: string;
  readonly instances: Set<number>;
}

/** The active process instances of one definition that have a certain error. */
interface DefinitionErrorCounts extends Row {
  readonly instances: Set<number>;
}

/** How many process instances have each error. */
export const errorStatistics: SearchableEntity<ErrorCounts> = {
  rows: ({ incidents }) => {
    const counts = new Map<number, ErrorCounts>();
    for (const { value, state } of incidents.values()) {
      if (state === 'ACTIVE') {
        const { errorMessage } = value;
        const key = errorHashOf(errorMessage);
        const count = counts.get(key) ?? { key, errorMessage, instances: new Set<number>() };
        count.instances.add(value.processInstanceKey);
        counts.set(key, count);
      }
    }
    return counts;
  },
  fields: {
    errorMessage: { type: 'string', filterable: false, read: (row) => row.errorMessage },
    activeInstancesWithErrorCount: { type: 'integer', filterable: false, read: (row) => row.instances.size },
  },
  view: ({ key, errorMessage, instances }) => ({
    errorHashCode: key,
    errorMessage,
    activeInstancesWithErrorCount: instances.size,
  }),
};

/** How many process instances of each definition have the error with that hash. */
export function definitionErrorStatistics(errorHashCode: number): SearchableEntity<DefinitionErrorCounts> {
  return {
    rows: (all) => countDefinitions(all, errorHashCode),
    fields: {
      activeInstancesWithErrorCount: {
        type: 'integer',
        filterable: false,
        read: ({ instances }) => instances.size,
      },
      processDefinitionKey: { type: 'key', filterable: false, read: ({ key }) => key },
      tenantId: {
        type: 'string',
        filterable: false,
        read: ({ key }, { processDefinitions }) => processDefinitions.get(key)?.value.tenantId ?? null,
      },
    },
    view: ({ key, instances }, { processDefinitions }) => {
      const value = processDefinitions.get(key)?.value;
      return {
        processDefinitionId: value?.processDefinitionId ?? '',
        processDefinitionKey: formatKey(key),
        processDefinitionName: value?.name ?? value?.processDefinitionId ?? '',
        processDefinitionVersion: value?.version ?? 0,
        tenantId: value?.tenantId ?? '',
        activeInstancesWithErrorCount: instances.size,
      };
    },
  };
}

function countDefinitions(
  { incidents }: Projections,
  errorHashCode: number,
): Map<number, DefinitionErrorCounts> {
  const counts = new Map<number, DefinitionErrorCounts>();
  for (const { value, state } of incidents.values()) {
    if (state === 'ACTIVE' && errorHashOf(value.errorMessage) === errorHashCode) {
      const key = value.processDefinitionKey;
      const count = counts.get(key) ?? { key, instances: new Set<number>() };
      count.instances.add(value.processInstanceKey);
      counts.set(key, count);
    }
  }
  return counts;
}
