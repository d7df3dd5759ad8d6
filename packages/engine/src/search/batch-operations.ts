import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { BatchItemRow, BatchOperationRow } from './batch-rows.ts';
import type { SearchableEntity } from './entity.ts';
import { formatOptionalDate } from './entity.ts';
import { actorTypes, batchItemStates, batchOperationStates, batchOperationTypes } from './enum-values.ts';

/** Batch operations, running and ended. */
export const batchOperations: SearchableEntity<BatchOperationRow> = {
  rows: (projections) => projections.batches.operations,
  fields: {
    batchOperationKey: { type: 'key', read: (row) => row.key },
    operationType: {
      type: 'enum',
      values: batchOperationTypes,
      read: ({ value }) => value.plan.operationType,
    },
    state: { type: 'enum', values: batchOperationStates, read: (row) => row.state },
    startDate: { type: 'dateTime', filterable: false, read: (row) => row.startedAt },
    endDate: { type: 'dateTime', filterable: false, read: (row) => row.endedAt },
    actorType: { type: 'enum', values: actorTypes, operators: [], read: actorTypeOf },
    actorId: { type: 'string', read: ({ value }) => value.actor?.id ?? null },
  },
  view: (row) => ({
    batchOperationKey: formatKey(row.key),
    state: row.state,
    batchOperationType: row.value.plan.operationType,
    startDate: formatOptionalDate(row.startedAt),
    endDate: formatOptionalDate(row.endedAt),
    actorType: actorTypeOf(row),
    actorId: row.value.actor?.id ?? null,
    operationsTotalCount: row.value.items.length,
    operationsFailedCount: row.failed,
    operationsCompletedCount: row.completed,
    errors: [],
  }),
};

function actorTypeOf({ value }: BatchOperationRow): (typeof actorTypes)[number] {
  return value.actor?.type ?? 'ANONYMOUS';
}

/** The items of all batch operations. */
export const batchOperationItems: SearchableEntity<BatchItemRow> = {
  rows: (projections) => projections.batches.items,
  fields: {
    batchOperationKey: { type: 'key', read: (row) => row.batchOperationKey },
    itemKey: { type: 'key', read: ({ item }) => item.itemKey },
    processInstanceKey: { type: 'key', read: ({ item }) => item.processInstanceKey },
    processedDate: { type: 'dateTime', filterable: false, read: (row) => row.processedAt },
    state: { type: 'enum', values: batchItemStates, read: (row) => row.state },
    operationType: {
      type: 'enum',
      values: batchOperationTypes,
      sortable: false,
      read: (row) => row.operationType,
    },
  },
  view: (row) => ({
    operationType: row.operationType,
    batchOperationKey: formatKey(row.batchOperationKey),
    itemKey: formatKey(row.item.itemKey),
    processInstanceKey: formatOptionalKey(row.item.processInstanceKey),
    rootProcessInstanceKey: formatOptionalKey(row.item.rootProcessInstanceKey),
    state: row.state,
    processedDate: formatOptionalDate(row.processedAt),
    errorMessage: row.errorMessage,
  }),
};
