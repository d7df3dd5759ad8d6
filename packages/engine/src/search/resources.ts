import { formatKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import type { ResourceRow } from './resource-rows.ts';

/** Deployed files that the engine only keeps. */
export const resources: SearchableEntity<ResourceRow> = {
  rows: (projections) => projections.resources.resources,
  fields: {
    resourceKey: { type: 'key', read: (row) => row.key },
    resourceName: { type: 'string', read: ({ value }) => value.resourceName },
    resourceId: { type: 'string', read: ({ value }) => value.resourceId },
    version: { type: 'integer', read: ({ value }) => value.version },
    versionTag: { type: 'string', read: ({ value }) => value.versionTag },
    deploymentKey: { type: 'key', read: ({ value }) => value.deploymentKey },
    tenantId: { type: 'string', operators: [], read: ({ value }) => value.tenantId },
  },
  view: ({ key, value }) => ({
    resourceName: value.resourceName,
    version: value.version,
    versionTag: value.versionTag,
    resourceId: value.resourceId,
    tenantId: value.tenantId,
    resourceKey: formatKey(key),
  }),
};
