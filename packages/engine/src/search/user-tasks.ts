import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { EventOf } from '../runtime/event.ts';
import type { JsonValue } from '../runtime/json.ts';
import { isJsonObject } from '../runtime/json.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { UserTaskValue } from '../runtime/user-task-values.ts';
import { compileCondition } from './condition.ts';
import type { SearchableEntity } from './entity.ts';
import { formatDate, formatOptionalDate } from './entity.ts';
import type { Projections } from './projections.ts';
import type { Row } from './rows.ts';

export interface UserTaskRow extends Row {
  value: UserTaskValue;
  state: 'CREATED' | 'COMPLETED' | 'CANCELED';
  readonly createdAt: number;
  endedAt: number;
}

/** Takes a user task's event into its row. */
export function projectUserTask(rows: Map<number, UserTaskRow>, event: EventOf<'USER_TASK'>): void {
  const { key, value, intent, timestamp } = event;
  const row = rows.get(key);
  if (row === undefined) {
    rows.set(key, { key, value, state: 'CREATED', createdAt: timestamp, endedAt: 0 });
    return;
  }
  row.value = value;
  if (intent === 'COMPLETED' || intent === 'CANCELED') {
    row.state = intent;
    row.endedAt = timestamp;
  }
}

/** User tasks, open and finished. */
export const userTasks: SearchableEntity<UserTaskRow> = {
  rows: (projections) => projections.userTasks,
  fields: {
    userTaskKey: { type: 'key', sortable: false, read: (row) => row.key },
    state: { type: 'enum', sortable: false, read: (row) => row.state },
    assignee: { type: 'string', sortable: false, read: ({ value }) => value.assignee },
    businessId: { type: 'string', read: ({ value }) => value.instance.businessId },
    priority: { type: 'integer', read: ({ value }) => value.priority },
    elementId: { type: 'string', sortable: false, read: ({ value }) => value.elementId },
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
    elementInstanceKey: { type: 'key', sortable: false, read: ({ value }) => value.elementInstanceKey },
  },
  specialFilters: {
    candidateGroup: ({ value }, wanted) => hasName(value.candidateGroups, wanted, 'candidateGroup'),
    candidateUser: ({ value }, wanted) => hasName(value.candidateUsers, wanted, 'candidateUser'),
    tags: ({ value }, wanted) =>
      Array.isArray(wanted) && wanted.every((tag: JsonValue) => value.instance.tags.includes(String(tag))),
    processInstanceVariables: ({ value }, wanted, all) =>
      hasVariables(value.processInstanceKey, wanted, all, 'processInstanceVariables'),
    localVariables: ({ value }, wanted, all) =>
      hasVariables(value.elementInstanceKey, wanted, all, 'localVariables'),
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

function nameOf({ value }: UserTaskRow, { elementNames }: Projections): string | null {
  return elementNames(value.processDefinitionKey, value.elementId);
}

function hasName(names: readonly string[], wanted: JsonValue, field: string): boolean {
  const condition = compileCondition('string', wanted, `filter.${field}`);
  return names.length === 0 ? condition(null) : names.some(condition);
}

/** Whether a scope has every variable that is asked for; values are compared as JSON text. */
function hasVariables(scopeKey: number, wanted: JsonValue, all: Projections, field: string): boolean {
  if (!Array.isArray(wanted)) {
    throw invalidArgument(`The field 'filter.${field}' must be a list`);
  }
  return wanted.every((item: JsonValue, index) => {
    const path = `filter.${field}[${index}]`;
    if (!isJsonObject(item) || typeof item.name !== 'string' || item.value === undefined) {
      throw invalidArgument(`The field '${path}' must have the members name and value`);
    }
    const condition = compileCondition('string', item.value, `${path}.value`);
    return [...all.variables.values()].some(
      ({ value }) =>
        value.scopeKey === scopeKey && value.name === item.name && condition(JSON.stringify(value.value)),
    );
  });
}
