import type { BatchItem, BatchOperationType, BatchOperationValue } from '../runtime/batch-values.ts';
import type { EngineEvent, EventOf } from '../runtime/event.ts';
import type { Row } from './rows.ts';

export interface BatchOperationRow extends Row {
  readonly value: BatchOperationValue;
  state: 'ACTIVE' | 'CANCELED' | 'COMPLETED' | 'CREATED' | 'SUSPENDED';
  startedAt: number;
  endedAt: number;
  completed: number;
  failed: number;
}

export interface BatchItemRow extends Row {
  readonly batchOperationKey: number;
  readonly operationType: BatchOperationType;
  readonly item: BatchItem;
  state: 'ACTIVE' | 'CANCELED' | 'COMPLETED' | 'FAILED';
  processedAt: number;
  errorMessage: string | null;
}

/** What searches see of batch operations. */
export class BatchRows {
  readonly operations = new Map<number, BatchOperationRow>();
  readonly items = new Map<number, BatchItemRow>();

  /** Takes an event in; an event about something else is left alone. */
  project(event: EngineEvent): void {
    if (event.valueType === 'BATCH_OPERATION') {
      this.#projectOperation(event);
    } else if (event.valueType === 'BATCH_OPERATION_ITEM') {
      this.#projectItem(event);
    }
  }

  #projectOperation({ key, value, intent, timestamp }: EventOf<'BATCH_OPERATION'>): void {
    const row = this.operations.get(key);
    if (row === undefined) {
      this.#create(key, value);
      return;
    }
    switch (intent) {
      case 'STARTED':
      case 'RESUMED':
        row.state = 'ACTIVE';
        row.startedAt ||= timestamp;
        return;
      case 'CANCELED':
      case 'COMPLETED':
        row.endedAt = timestamp;
        row.state = intent;
        this.#cancelItems(row);
        return;
      case 'SUSPENDED':
        row.state = intent;
    }
  }

  #create(key: number, value: BatchOperationValue): void {
    this.operations.set(key, {
      key,
      value,
      state: 'CREATED',
      startedAt: 0,
      endedAt: 0,
      completed: 0,
      failed: 0,
    });
    const { operationType } = value.plan;
    for (const item of value.items) {
      this.items.set(item.key, {
        key: item.key,
        batchOperationKey: key,
        operationType,
        item,
        state: 'ACTIVE',
        processedAt: 0,
        errorMessage: null,
      });
    }
  }

  /** What has had no turn will have none. */
  #cancelItems({ value }: BatchOperationRow): void {
    for (const { key } of value.items) {
      const row = this.items.get(key);
      if (row?.state === 'ACTIVE') {
        row.state = 'CANCELED';
      }
    }
  }

  #projectItem({ key, value, intent, timestamp }: EventOf<'BATCH_OPERATION_ITEM'>): void {
    const row = this.items.get(key);
    const operation = this.operations.get(value.batchOperationKey);
    if (row !== undefined && operation !== undefined) {
      row.state = intent;
      row.processedAt = timestamp;
      row.errorMessage = value.errorMessage;
      operation[intent === 'COMPLETED' ? 'completed' : 'failed'] += 1;
    }
  }
}
