import type { BatchActor, BatchItem, BatchPlan } from '../runtime/batch-values.ts';
import { defineCommand } from '../runtime/command.ts';
import { EngineRejection, invalidState, notFound } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { BatchOperation } from '../state/batch-state.ts';
import { runBatchItem } from './batch-items.ts';

export interface CreateBatchOperationInput {
  readonly actor: BatchActor | null;
  readonly plan: BatchPlan;
  readonly items: readonly Omit<BatchItem, 'key'>[];
}

/** Begins a batch operation over the items that there are now; each has its own turn later. */
export const createBatchOperation = defineCommand('CREATE', (step, input: CreateBatchOperationInput) => {
  const key = step.nextKey();
  const items = input.items.map((item) => ({ key: step.nextKey(), ...item }));
  step.emit('BATCH_OPERATION', 'CREATED', key, { actor: input.actor, plan: input.plan, items });
  return { batchOperationKey: key };
});

interface BatchReference {
  readonly batchOperationKey: number;
}

/** Ends a batch operation; what it has done stays done. */
export const cancelBatchOperation = defineCommand('CANCEL', (step, input: BatchReference) => {
  const { key, value } = findBatch(step, input);
  step.emit('BATCH_OPERATION', 'CANCELED', key, value);
});

/** Stops a batch operation until it is resumed. */
export const suspendBatchOperation = defineCommand('SUSPEND', (step, input: BatchReference) => {
  const { key, value, state } = findBatch(step, input);
  if (state === 'SUSPENDED') {
    throw invalidState(`Expected the batch operation '${key}' to be active, but it is suspended already`);
  }
  step.emit('BATCH_OPERATION', 'SUSPENDED', key, value);
});

/** Lets a suspended batch operation go on where it stopped. */
export const resumeBatchOperation = defineCommand('RESUME', (step, input: BatchReference) => {
  const { key, value, state } = findBatch(step, input);
  if (state !== 'SUSPENDED') {
    throw invalidState(`Expected the batch operation '${key}' to be suspended, but it is ${state}`);
  }
  step.emit('BATCH_OPERATION', 'RESUMED', key, value);
});

function findBatch(step: Step, { batchOperationKey }: BatchReference): BatchOperation {
  const batch = step.state.batches.operations.get(batchOperationKey);
  if (batch === undefined) {
    throw notFound(`a batch operation with key '${batchOperationKey}' that has not ended`);
  }
  return batch;
}

/** One turn of the oldest batch operation: it starts, or one item is worked on. An item that fails holds up no other. */
export const continueBatchOperation = defineCommand('CONTINUE', (step, _: undefined) => {
  const batch = step.state.batches.next();
  if (batch === undefined) {
    return;
  }
  const { key, value, state, done } = batch;
  if (state === 'CREATED') {
    step.emit('BATCH_OPERATION', 'STARTED', key, value);
  } else {
    const item = value.items[done];
    if (item !== undefined) {
      const { itemKey, processInstanceKey } = item;
      const errorMessage = attemptItem(step, value.plan, item);
      const intent = errorMessage === null ? 'COMPLETED' : 'FAILED';
      const about = { batchOperationKey: key, itemKey, processInstanceKey, errorMessage };
      step.emit('BATCH_OPERATION_ITEM', intent, item.key, about);
    }
  }
  if (step.state.batches.operations.get(key)?.done === value.items.length) {
    step.emit('BATCH_OPERATION', 'COMPLETED', key, value);
  }
});

/** Why the item was refused; null if it was not. */
function attemptItem(step: Step, plan: BatchPlan, item: BatchItem): string | null {
  try {
    step.attempt(() => runBatchItem(step, plan, item));
    return null;
  } catch (error) {
    if (EngineRejection.isInstance(error)) {
      return error.message;
    }
    throw error;
  }
}
