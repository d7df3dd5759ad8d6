import type { ProcessValue } from '../runtime/event.ts';
import { formatKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import type { Projections } from './projections.ts';
import type { ProcessDefinitionRow, Row } from './rows.ts';

/** The active process instances of one version of a process. */
interface VersionCounts extends Row {
  readonly definition: ProcessDefinitionRow;
  withIncident: number;
  withoutIncident: number;
}

/** The active process instances of all versions of a process; its key is that of the newest version. */
interface ProcessCounts extends Omit<VersionCounts, 'definition'> {
  readonly newest: ProcessDefinitionRow;
}

function countVersions({ processInstances, processDefinitions }: Projections): Map<number, VersionCounts> {
  const counts = new Map<number, VersionCounts>();
  for (const { value, state, incidents } of processInstances.values()) {
    const key = value.processDefinitionKey;
    const definition = processDefinitions.get(key);
    if (state === 'ACTIVE' && definition !== undefined) {
      const count = counts.get(key) ?? { key, definition, withIncident: 0, withoutIncident: 0 };
      count[incidents > 0 ? 'withIncident' : 'withoutIncident'] += 1;
      counts.set(key, count);
    }
  }
  return counts;
}

function countProcesses(all: Projections): Map<number, ProcessCounts> {
  const counts = new Map<number, ProcessCounts>();
  for (const { definition, withIncident, withoutIncident } of countVersions(all).values()) {
    const { tenantId, processDefinitionId } = definition.value;
    const key = all.latestDefinitions.get(`${tenantId}/${processDefinitionId}`) ?? definition.key;
    const newest = all.processDefinitions.get(key) ?? definition;
    const count = counts.get(key) ?? { key, newest, withIncident: 0, withoutIncident: 0 };
    count.withIncident += withIncident;
    count.withoutIncident += withoutIncident;
    counts.set(key, count);
  }
  return counts;
}

const countFields = {
  activeInstancesWithIncidentCount: {
    type: 'integer',
    filterable: false,
    read: (row: { withIncident: number }) => row.withIncident,
  },
  activeInstancesWithoutIncidentCount: {
    type: 'integer',
    filterable: false,
    read: (row: { withoutIncident: number }) => row.withoutIncident,
  },
} as const;

/** How many active instances each version of a process has, for versions that have any. */
export const versionStatistics: SearchableEntity<VersionCounts> = {
  rows: countVersions,
  fields: {
    processDefinitionId: {
      type: 'string',
      operators: [],
      read: ({ definition }) => definition.value.processDefinitionId,
    },
    tenantId: {
      type: 'string',
      operators: [],
      sortable: false,
      read: ({ definition }) => definition.value.tenantId,
    },
    processDefinitionKey: { type: 'key', filterable: false, read: ({ key }) => key },
    processDefinitionName: {
      type: 'string',
      filterable: false,
      read: ({ definition }) => definition.value.name,
    },
    processDefinitionVersion: {
      type: 'integer',
      filterable: false,
      read: ({ definition }) => definition.value.version,
    },
    ...countFields,
  },
  view: ({ key, definition: { value }, withIncident, withoutIncident }) => ({
    processDefinitionId: value.processDefinitionId,
    processDefinitionKey: formatKey(key),
    processDefinitionName: value.name,
    tenantId: value.tenantId,
    processDefinitionVersion: value.version,
    activeInstancesWithIncidentCount: withIncident,
    activeInstancesWithoutIncidentCount: withoutIncident,
  }),
};

/** How many active instances each process has, for processes that have any. */
export const processStatistics: SearchableEntity<ProcessCounts> = {
  rows: countProcesses,
  fields: {
    processDefinitionId: {
      type: 'string',
      filterable: false,
      read: ({ newest }) => newest.value.processDefinitionId,
    },
    ...countFields,
  },
  view: ({ newest: { value }, withIncident, withoutIncident }, all) => ({
    processDefinitionId: value.processDefinitionId,
    tenantId: value.tenantId,
    latestProcessDefinitionName: value.name,
    hasMultipleVersions: hasSeveralVersions(value, all),
    activeInstancesWithoutIncidentCount: withoutIncident,
    activeInstancesWithIncidentCount: withIncident,
  }),
};

function hasSeveralVersions(
  { processDefinitionId, tenantId }: ProcessValue,
  { processDefinitions }: Projections,
): boolean {
  const deployed = [...processDefinitions.values()].filter(
    ({ value, state }) =>
      value.processDefinitionId === processDefinitionId && value.tenantId === tenantId && state !== 'DELETED',
  );
  return deployed.length > 1;
}
