import type { EventOf } from '../runtime/event.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { UserTaskTransitionKind, UserTaskValue } from '../runtime/user-task-values.ts';
import { compileCondition } from './condition.ts';
import type { SearchableEntity, SpecialFilter } from './entity.ts';
import { formatDate, formatOptionalDate } from './entity.ts';
import { userTaskStates } from './enum-values.ts';
import type { Projections } from './projections.ts';
import type { Row } from './rows.ts';
import { hasTags, hasVariables } from './special-filters.ts';

export interface UserTaskRow extends Row {
  value: UserTaskValue;
  state: 'CREATED' | 'COMPLETED' | 'CANCELED' | UserTaskTransitionKind;
  readonly createdAt: number;
  endedAt: number;
}

/** Takes a user task's event into its row. What a transition changes shows when it has taken place. */
export function projectUserTask(rows: Map<number, UserTaskRow>, event: EventOf<'USER_TASK'>): void {
  const { key, value, intent, timestamp } = event;
  if (intent === 'CREATING' && !rows.has(key)) {
    rows.set(key, { key, value, state: intent, createdAt: timestamp, endedAt: 0 });
    return;
  }
  const row = rows.get(key);
  if (row === undefined || intent === 'CORRECTED') {
    return;
  }
  switch (intent) {
    case 'CREATING':
    case 'ASSIGNING':
    case 'UPDATING':
    case 'COMPLETING':
    case 'CANCELING':
      row.state = intent;
      return;
    case 'MIGRATED': {
      const { elementId, processDefinitionKey, instance } = value;
      row.value = { ...row.value, elementId, processDefinitionKey, instance };
      return;
    }
    case 'COMPLETED':
    case 'CANCELED':
      row.state = intent;
      row.endedAt = timestamp;
      break;
    case 'CREATED':
    case 'ASSIGNED':
    case 'UPDATED':
    case 'DENIED':
      row.state = 'CREATED';
  }
  row.value = value;
}

/** User tasks, open and finished. */
export const userTasks: SearchableEntity<UserTaskRow> = {
  rows: (projections) => projections.userTasks,
  fields: {
    userTaskKey: { type: 'key', operators: [], sortable: false, read: (row) => row.key },
    state: { type: 'enum', values: userTaskStates, sortable: false, read: (row) => row.state },
    assignee: { type: 'string', sortable: false, read: ({ value }) => value.assignee },
    businessId: { type: 'string', read: ({ value }) => value.instance.businessId },
    priority: { type: 'integer', read: ({ value }) => value.priority },
    elementId: { type: 'string', operators: [], sortable: false, read: ({ value }) => value.elementId },
    name: { type: 'string', read: nameOf },
    tenantId: { type: 'string', sortable: false, read: ({ value }) => value.instance.tenantId },
    processDefinitionId: {
      type: 'string',
      sortable: false,
      read: ({ value }) => value.instance.processDefinitionId,
    },
    creationDate: { type: 'dateTime', read: (row) => row.createdAt },
    completionDate: { type: 'dateTime', read: (row) => row.endedAt },
    followUpDate: { type: 'dateTime', read: ({ value }) => value.followUpDate },
    dueDate: { type: 'dateTime', read: ({ value }) => value.dueDate },
    processDefinitionKey: { type: 'key', sortable: false, read: ({ value }) => value.processDefinitionKey },
    processInstanceKey: { type: 'key', sortable: false, read: ({ value }) => value.processInstanceKey },
    elementInstanceKey: {
      type: 'key',
      operators: [],
      sortable: false,
      read: ({ value }) => value.elementInstanceKey,
    },
  },
  specialFilters: {
    candidateGroup: hasName(({ value }) => value.candidateGroups),
    candidateUser: hasName(({ value }) => value.candidateUsers),
    tags: hasTags(({ value }) => value.instance.tags),
    processInstanceVariables: hasVariables(
      ({ value }) => value.processInstanceKey,
      ({ value }) => value.scopeKey,
    ),
    localVariables: hasVariables(
      ({ value }) => value.elementInstanceKey,
      ({ value }) => value.scopeKey,
    ),
  },
  view: (row, all) => {
    const { value } = row;
    const { instance } = value;
    return {
      name: nameOf(row, all),
      state: row.state,
      assignee: value.assignee,
      elementId: value.elementId,
      candidateGroups: value.candidateGroups,
      candidateUsers: value.candidateUsers,
      processDefinitionId: instance.processDefinitionId,
      creationDate: formatDate(row.createdAt),
      completionDate: formatOptionalDate(row.endedAt),
      followUpDate: formatOptionalDate(value.followUpDate),
      dueDate: formatOptionalDate(value.dueDate),
      tenantId: instance.tenantId,
      externalFormReference: value.externalFormReference,
      processDefinitionVersion: instance.version,
      customHeaders: value.customHeaders,
      priority: value.priority,
      userTaskKey: formatKey(row.key),
      elementInstanceKey: formatKey(value.elementInstanceKey),
      processName: all.processDefinitions.get(value.processDefinitionKey)?.value.name ?? null,
      processDefinitionKey: formatKey(value.processDefinitionKey),
      processInstanceKey: formatKey(value.processInstanceKey),
      rootProcessInstanceKey: formatOptionalKey(instance.rootProcessInstanceKey),
      businessId: instance.businessId,
      formKey: formatOptionalKey(value.formKey),
      tags: instance.tags,
    };
  },
};

function nameOf({ value }: UserTaskRow, { model }: Projections): string | null {
  return model(value.processDefinitionKey, value.elementId)?.name ?? null;
}

function hasName(read: (row: UserTaskRow) => readonly string[]): SpecialFilter<UserTaskRow> {
  return (wanted, { path }) => {
    const condition = compileCondition('string', wanted, path);
    return (row) => {
      const names = read(row);
      return names.length === 0 ? condition(null) : names.some(condition);
    };
  };
}
