import type { ExecutableElement } from '../model/executable.ts';
import type {
  ElementInstanceValue,
  EngineEvent,
  EventOf,
  IncidentValue,
  ProcessValue,
} from '../runtime/event.ts';
import { mapsOf } from '../snapshot/rows-of.ts';
import { BatchRows } from './batch-rows.ts';
import { DecisionRows } from './decision-rows.ts';
import { forgetInstance } from './forget-instance.ts';
import { type GlobalTaskListenerRow, projectGlobalTaskListener } from './global-task-listeners.ts';
import { MessageRows } from './message-rows.ts';
import { PlatformRows } from './platform-rows.ts';
import { projectJob } from './project-job.ts';
import { ResourceRows } from './resource-rows.ts';
import type {
  ElementInstanceRow,
  IncidentRow,
  JobRow,
  ProcessDefinitionRow,
  ProcessInstanceRow,
  VariableRow,
} from './rows.ts';
import { projectUserTask, type UserTaskRow } from './user-tasks.ts';
import { WaitRows } from './wait-rows.ts';

/** The element of that id in a process's model. */
export type ModelLookup = (
  processDefinitionKey: number,
  elementId: string,
) => Pick<ExecutableElement, 'name' | 'type' | 'event'> | undefined;

/** Shared by all that have none. */
const NONE: readonly number[] = [];

/** What searches read: rows of everything that ever was, built from events alone. */
export class Projections {
  readonly processDefinitions = new Map<number, ProcessDefinitionRow>();
  readonly processInstances = new Map<number, ProcessInstanceRow>();
  readonly elementInstances = new Map<number, ElementInstanceRow>();
  readonly variables = new Map<number, VariableRow>();
  readonly jobs = new Map<number, JobRow>();
  readonly userTasks = new Map<number, UserTaskRow>();
  readonly globalTaskListeners = new Map<number, GlobalTaskListenerRow>();
  readonly incidents = new Map<number, IncidentRow>();
  readonly messages = new MessageRows();
  readonly decisions = new DecisionRows();
  readonly resources = new ResourceRows();
  readonly waits = new WaitRows();
  readonly batches = new BatchRows();
  readonly platform = new PlatformRows();
  /** The newest key of each `tenantId/processDefinitionId`. */
  readonly latestDefinitions = new Map<string, number>();
  /** What the deployed models say about their elements. */
  readonly model: ModelLookup;

  constructor(model: ModelLookup) {
    this.model = model;
  }

  /** Takes an event in. */
  project(event: EngineEvent): void {
    this.messages.project(event);
    this.decisions.project(event);
    this.resources.project(event);
    this.waits.project(event);
    this.batches.project(event);
    this.platform.project(event);
    if (event.valueType === 'CLUSTER_CHANGE') {
      this.#forget();
    }
    switch (event.valueType) {
      case 'PROCESS':
        this.#projectProcess(event);
        return;
      case 'PROCESS_INSTANCE':
        this.#projectElementInstance(event);
        return;
      case 'SEQUENCE_FLOW':
        this.#projectSequenceFlow(event);
        return;
      case 'PROCESS_INSTANCE_SUSPENSION':
        this.#projectSuspension(event);
        return;
      case 'PROCESS_INSTANCE_HISTORY':
        forgetInstance(this, event.key);
        return;
      case 'VARIABLE':
        this.#projectVariable(event);
        return;
      case 'JOB':
        projectJob(this.jobs, event);
        return;
      case 'USER_TASK':
        projectUserTask(this.userTasks, event);
        return;
      case 'GLOBAL_TASK_LISTENER':
        projectGlobalTaskListener(this.globalTaskListeners, event);
        return;
      case 'INCIDENT':
        this.#projectIncident(event);
    }
  }

  #forget(): void {
    for (const [, rows] of mapsOf(this)) {
      rows.clear();
    }
  }

  #projectProcess({ key, value, intent }: EventOf<'PROCESS'>): void {
    const state = intent === 'CREATED' ? 'ACTIVE' : intent;
    this.processDefinitions.set(key, { key, value, state });
    const latest = intent === 'CREATED' ? key : this.#newestActive(value);
    this.latestDefinitions.set(`${value.tenantId}/${value.processDefinitionId}`, latest);
  }

  #newestActive({ processDefinitionId, tenantId }: ProcessValue): number {
    let newest = 0;
    for (const { key, value, state } of this.processDefinitions.values()) {
      const isVersion = value.processDefinitionId === processDefinitionId && value.tenantId === tenantId;
      newest = isVersion && state === 'ACTIVE' ? key : newest;
    }
    return newest;
  }

  #projectElementInstance({ key, value, intent, timestamp }: EventOf<'PROCESS_INSTANCE'>): void {
    const isProcess = value.elementType === 'PROCESS';
    if (intent === 'ELEMENT_ACTIVATING') {
      const common = { key, value, startedAt: timestamp, endedAt: 0, state: 'ACTIVE' as const };
      this.elementInstances.set(key, { ...common, incidentKeys: NONE, incidents: 0 });
      if (isProcess) {
        this.processInstances.set(key, { ...common, suspendedAt: 0, incidents: 0, takenFlows: [] });
      }
    } else if (intent === 'ELEMENT_MIGRATED') {
      moveTo(this.elementInstances.get(key), value);
      moveTo(this.processInstances.get(key), value);
    } else if (intent === 'BUSINESS_ID_ASSIGNED') {
      moveTo(this.processInstances.get(key), value);
    } else if (intent === 'ELEMENT_COMPLETED' || intent === 'ELEMENT_TERMINATED') {
      const state = intent === 'ELEMENT_COMPLETED' ? 'COMPLETED' : 'TERMINATED';
      end(this.elementInstances.get(key), state, timestamp);
      if (isProcess) {
        end(this.processInstances.get(key), state, timestamp);
      }
    }
  }

  #projectSequenceFlow({ value, intent }: EventOf<'SEQUENCE_FLOW'>): void {
    const flows = this.processInstances.get(value.processInstanceKey)?.takenFlows;
    if (intent === 'TAKEN' && flows?.includes(value.flowId) === false) {
      flows.push(value.flowId);
    }
  }

  #projectSuspension({ key, intent, timestamp }: EventOf<'PROCESS_INSTANCE_SUSPENSION'>): void {
    const row = this.processInstances.get(key);
    if (row !== undefined) {
      row.state = intent === 'SUSPENDED' ? 'SUSPENDED' : 'ACTIVE';
      row.suspendedAt = intent === 'SUSPENDED' ? timestamp : 0;
    }
  }

  #projectVariable({ key, value }: EventOf<'VARIABLE'>): void {
    const row = this.variables.get(key);
    if (row === undefined) {
      this.variables.set(key, { key, value });
    } else {
      row.value = value;
    }
  }

  #projectIncident({ key, value, intent, timestamp }: EventOf<'INCIDENT'>): void {
    const row = this.incidents.get(key);
    const element = this.elementInstances.get(value.elementInstanceKey);
    if (intent === 'CREATED') {
      this.incidents.set(key, { key, value, createdAt: timestamp, state: 'ACTIVE' });
      this.#countIncident(value, 1);
      if (element !== undefined) {
        element.incidentKeys = [...element.incidentKeys, key];
      }
    } else if (intent === 'MIGRATED') {
      moveTo(row, value);
    } else if (row !== undefined) {
      row.state = 'RESOLVED';
      this.#countIncident(value, -1);
      if (element !== undefined) {
        element.incidentKeys = element.incidentKeys.filter((other) => other !== key);
      }
    }
  }

  /** An incident shows at its element and at everything around it, calling instances included. */
  #countIncident(value: IncidentValue, change: number): void {
    let row = this.elementInstances.get(value.elementInstanceKey);
    while (row !== undefined) {
      row.incidents += change;
      const process = this.processInstances.get(row.key);
      if (process !== undefined) {
        process.incidents += change;
      }
      row = this.elementInstances.get(aroundOf(row.value));
    }
  }
}

/** The key of the element instance that contains or has called this one; 0 if there is none. */
export function aroundOf({ flowScopeKey, instance }: ElementInstanceValue): number {
  return flowScopeKey === 0 ? instance.parentElementInstanceKey : flowScopeKey;
}

/** A migration changes what a row is about, and nothing else. */
function moveTo<Value>(row: { value: Value } | undefined, value: Value): void {
  if (row !== undefined) {
    row.value = value;
  }
}

function end(
  row: { state: ElementInstanceRow['state'] | ProcessInstanceRow['state']; endedAt: number } | undefined,
  state: 'COMPLETED' | 'TERMINATED',
  endedAt: number,
): void {
  if (row !== undefined) {
    row.state = state;
    row.endedAt = endedAt;
  }
}
