import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import { formatDate, formatOptionalDate } from './entity.ts';
import { jobKinds, jobListenerEventTypes, jobStates } from './enum-values.ts';
import type { JobRow } from './rows.ts';

/** Jobs, open and finished. */
export const jobs: SearchableEntity<JobRow> = {
  rows: (projections) => projections.jobs,
  fields: {
    jobKey: { type: 'key', read: (row) => row.key },
    type: { type: 'string', read: ({ value }) => value.type },
    worker: { type: 'string', read: ({ value }) => value.worker },
    state: { type: 'enum', values: jobStates, read: (row) => row.state },
    kind: { type: 'enum', values: jobKinds, read: ({ value }) => value.kind },
    listenerEventType: {
      type: 'enum',
      values: jobListenerEventTypes,
      read: ({ value }) => value.listenerEventType,
    },
    retries: { type: 'integer', read: ({ value }) => value.retries },
    priority: { type: 'integer', read: ({ value }) => value.priority },
    isDenied: { type: 'boolean', read: ({ value }) => value.verdict?.isDenied ?? null },
    deniedReason: { type: 'string', read: ({ value }) => value.verdict?.reason ?? null },
    hasFailedWithRetriesLeft: { type: 'boolean', read: (row) => row.hasFailedWithRetriesLeft },
    errorCode: { type: 'string', read: ({ value }) => value.errorCode },
    errorMessage: { type: 'string', read: ({ value }) => value.errorMessage },
    deadline: { type: 'dateTime', read: ({ value }) => value.deadline },
    endTime: { type: 'dateTime', read: (row) => row.endedAt },
    creationTime: { type: 'dateTime', read: (row) => row.createdAt },
    lastUpdateTime: { type: 'dateTime', sortable: false, read: (row) => row.updatedAt },
    processDefinitionId: { type: 'string', read: ({ value }) => value.instance.processDefinitionId },
    processDefinitionKey: { type: 'key', read: ({ value }) => value.processDefinitionKey },
    processInstanceKey: { type: 'key', read: ({ value }) => value.processInstanceKey },
    elementId: { type: 'string', read: ({ value }) => value.elementId },
    elementInstanceKey: { type: 'key', read: ({ value }) => value.elementInstanceKey },
    tenantId: { type: 'string', read: ({ value }) => value.instance.tenantId },
  },
  view: (row) => {
    const { key, value } = row;
    return {
      customHeaders: value.customHeaders,
      deadline: formatOptionalDate(value.deadline),
      deniedReason: value.verdict?.reason ?? null,
      elementId: value.elementId,
      elementInstanceKey: formatKey(value.elementInstanceKey),
      endTime: formatOptionalDate(row.endedAt),
      errorCode: value.errorCode,
      errorMessage: value.errorMessage,
      hasFailedWithRetriesLeft: row.hasFailedWithRetriesLeft,
      isDenied: value.verdict?.isDenied ?? null,
      jobKey: formatKey(key),
      kind: value.kind,
      listenerEventType: value.listenerEventType,
      processDefinitionId: value.instance.processDefinitionId,
      processDefinitionKey: formatKey(value.processDefinitionKey),
      processInstanceKey: formatKey(value.processInstanceKey),
      rootProcessInstanceKey: formatOptionalKey(value.instance.rootProcessInstanceKey),
      businessId: value.instance.businessId,
      retries: value.retries,
      state: row.state,
      tenantId: value.instance.tenantId,
      type: value.type,
      worker: value.worker,
      creationTime: formatDate(row.createdAt),
      lastUpdateTime: formatDate(row.updatedAt),
      priority: value.priority,
    };
  },
};
