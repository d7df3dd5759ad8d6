import { createBatchOperation } from '../commands/batch-operations.ts';
import type { OperationCall } from '../http/operation-call.ts';
import type { BatchItem, BatchPlan } from '../runtime/batch-values.ts';
import { formatKey } from '../runtime/keys.ts';

/** What a batch operation does, and to what. */
export interface BatchRequest {
  readonly plan: BatchPlan;
  readonly items: readonly Omit<BatchItem, 'key'>[];
}

/** Begins a batch operation in the name of who calls; as the API shows it. */
export function startBatch({ engine, identity }: OperationCall, { plan, items }: BatchRequest) {
  const actor = identity === null ? null : { type: identity.type, id: identity.id };
  const { batchOperationKey } = engine.execute(createBatchOperation, { plan, items, actor });
  return { batchOperationKey: formatKey(batchOperationKey), batchOperationType: plan.operationType };
}
