import {
  cancelBatchOperation,
  resumeBatchOperation,
  suspendBatchOperation,
} from '../commands/batch-operations.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { batchOperationItems, batchOperations } from '../search/batch-operations.ts';
import { search } from '../search/search.ts';
import { findRow } from './find-row.ts';

/** Batch operations that exist. */
export const batchOperationOperations: Readonly<Record<string, OperationHandler>> = {
  getBatchOperation(call) {
    const { projections } = call.engine;
    const { batchOperationKey } = referenceOf(call);
    const row = findRow(projections.batches.operations, batchOperationKey, 'a batch operation');
    return batchOperations.view(row, projections);
  },
  async searchBatchOperations(call) {
    return search(batchOperations, call.engine.projections, await call.json());
  },
  async searchBatchOperationItems(call) {
    return search(batchOperationItems, call.engine.projections, await call.json());
  },
  cancelBatchOperation(call) {
    call.engine.execute(cancelBatchOperation, referenceOf(call));
    return undefined;
  },
  suspendBatchOperation(call) {
    call.engine.execute(suspendBatchOperation, referenceOf(call));
    return undefined;
  },
  resumeBatchOperation(call) {
    call.engine.execute(resumeBatchOperation, referenceOf(call));
    return undefined;
  },
};

function referenceOf(call: OperationCall) {
  return { batchOperationKey: call.key('batchOperationKey') };
}
