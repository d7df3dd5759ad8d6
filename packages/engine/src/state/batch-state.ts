import type { BatchOperationValue } from '../runtime/batch-values.ts';
import type { EventOf } from '../runtime/event.ts';
import type { Journal } from './journal.ts';
import { Table } from './table.ts';

/** A batch operation that has not ended. */
export interface BatchOperation {
  readonly key: number;
  readonly value: BatchOperationValue;
  readonly state: 'CREATED' | 'ACTIVE' | 'SUSPENDED';
  /** How many items have had their turn. */
  readonly done: number;
}

/** The batch operations that have not ended. */
export class BatchState {
  readonly operations: Table<number, BatchOperation>;

  constructor(journal: Journal) {
    this.operations = new Table(journal);
  }

  /** The oldest one that has something to do. */
  next(): BatchOperation | undefined {
    for (const operation of this.operations.values()) {
      if (operation.state !== 'SUSPENDED') {
        return operation;
      }
    }
    return undefined;
  }

  apply({ key, value, intent }: EventOf<'BATCH_OPERATION'>): void {
    switch (intent) {
      case 'CREATED':
        this.operations.set(key, { key, value, state: 'CREATED', done: 0 });
        return;
      case 'STARTED':
      case 'RESUMED':
        this.operations.patch(key, { state: 'ACTIVE' });
        return;
      case 'SUSPENDED':
        this.operations.patch(key, { state: 'SUSPENDED' });
        return;
      default:
        this.operations.delete(key);
    }
  }

  applyItem({ value }: EventOf<'BATCH_OPERATION_ITEM'>): void {
    const done = this.operations.get(value.batchOperationKey)?.done ?? 0;
    this.operations.patch(value.batchOperationKey, { done: done + 1 });
  }
}
