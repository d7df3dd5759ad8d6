import type {
  ElementInstanceValue,
  IncidentValue,
  JobValue,
  ProcessValue,
  VariableValue,
} from '../runtime/event.ts';

/** A row of a projection: what searches see of one thing, also after it has ended. Moments are epoch milliseconds; 0 is "not yet". */
export interface Row {
  readonly key: number;
}

export interface ProcessDefinitionRow extends Row {
  readonly value: ProcessValue;
  state: 'ACTIVE' | 'DRAINING' | 'DELETED';
}

export interface ProcessInstanceRow extends Row {
  value: ElementInstanceValue;
  readonly startedAt: number;
  endedAt: number;
  suspendedAt: number;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED' | 'SUSPENDED';
  /** Active incidents in the instance and in the instances that it called. */
  incidents: number;
  /** The sequence flows that were taken, each once. */
  readonly takenFlows: string[];
}

export interface ElementInstanceRow extends Row {
  value: ElementInstanceValue;
  readonly startedAt: number;
  endedAt: number;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  /** Its own active incidents, the oldest first. */
  incidentKeys: readonly number[];
  /** Active incidents of the element and of everything in it, the instances that it called included. */
  incidents: number;
}

export interface VariableRow extends Row {
  value: VariableValue;
}

export type JobRowState =
  | 'CANCELED'
  | 'COMPLETED'
  | 'CREATED'
  | 'ERROR_THROWN'
  | 'FAILED'
  | 'MIGRATED'
  | 'PRIORITY_UPDATED'
  | 'RETRIES_UPDATED'
  | 'TIMEOUT_UPDATED'
  | 'TIMED_OUT';

export interface JobRow extends Row {
  value: JobValue;
  state: JobRowState;
  readonly createdAt: number;
  updatedAt: number;
  endedAt: number;
  hasFailedWithRetriesLeft: boolean;
}

export interface IncidentRow extends Row {
  value: IncidentValue;
  readonly createdAt: number;
  state: 'ACTIVE' | 'RESOLVED' | 'PENDING' | 'MIGRATED';
}
