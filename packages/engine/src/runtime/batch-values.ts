import type { MigrateProcessInstanceInput } from '../commands/migrate-process-instance.ts';
import type { ModifyProcessInstanceInput } from '../commands/modify-process-instance.ts';
import type { UpdateJobInput } from '../commands/update-job.ts';

/** What a batch operation does to each of its items. */
export type BatchPlan =
  | {
      readonly operationType:
        | 'CANCEL_PROCESS_INSTANCE'
        | 'DELETE_DECISION_INSTANCE'
        | 'DELETE_PROCESS_INSTANCE'
        | 'RESOLVE_INCIDENT'
        | 'RESUME_PROCESS_INSTANCE'
        | 'SUSPEND_PROCESS_INSTANCE';
    }
  | {
      readonly operationType: 'MODIFY_PROCESS_INSTANCE';
      readonly modification: Omit<ModifyProcessInstanceInput, 'processInstanceKey'>;
    }
  | {
      readonly operationType: 'MIGRATE_PROCESS_INSTANCE';
      readonly migration: Omit<MigrateProcessInstanceInput, 'processInstanceKey'>;
    }
  | { readonly operationType: 'UPDATE_JOB'; readonly changes: Omit<UpdateJobInput, 'jobKey'> };

export type BatchOperationType = BatchPlan['operationType'];

/** One thing that a batch operation works on. */
export interface BatchItem {
  /** The item's own key. */
  readonly key: number;
  /** What it is about: a process instance, an incident, a job or the evaluation of a decision. */
  readonly itemKey: number;
  readonly processInstanceKey: number;
  readonly rootProcessInstanceKey: number;
}

/** Who began a batch operation. */
export interface BatchActor {
  readonly type: 'USER' | 'CLIENT';
  readonly id: string;
}

/** A batch operation; its items are those that there were at its creation. */
export interface BatchOperationValue {
  /** Null if callers are not asked who they are. */
  readonly actor: BatchActor | null;
  readonly plan: BatchPlan;
  readonly items: readonly BatchItem[];
}

/** One item has had its turn. */
export interface BatchItemValue {
  readonly batchOperationKey: number;
  readonly itemKey: number;
  readonly processInstanceKey: number;
  /** Why it failed; null if it did not. */
  readonly errorMessage: string | null;
}

/** The records of batch operations. */
export interface BatchTypes {
  BATCH_OPERATION: {
    value: BatchOperationValue;
    intent: 'CREATED' | 'STARTED' | 'SUSPENDED' | 'RESUMED' | 'CANCELED' | 'COMPLETED';
  };
  BATCH_OPERATION_ITEM: { value: BatchItemValue; intent: 'COMPLETED' | 'FAILED' };
}
