import { assignUserTask, completeUserTask, updateUserTask } from '../commands/user-tasks.ts';
import type { Fields } from '../http/fields.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { UserTaskAttributes } from '../runtime/user-task-values.ts';
import type { Projections } from '../search/projections.ts';
import { search } from '../search/search.ts';
import { type UserTaskRow, userTasks } from '../search/user-tasks.ts';
import { fullVariables, ofUserTask, variables } from '../search/variables.ts';
import { parseIsoDateTime } from '../timer/index.ts';
import { findRow } from './find-row.ts';
import { viewOfForm } from './forms.ts';

/** User tasks. */
export const userTaskOperations: Readonly<Record<string, OperationHandler>> = {
  getUserTask: (call) => userTasks.view(rowOf(call), call.engine.projections),
  async searchUserTasks(call) {
    return search(userTasks, call.engine.projections, await call.json());
  },
  async assignUserTask(call) {
    const fields = await call.fields();
    call.engine.execute(assignUserTask, {
      userTaskKey: call.key('userTaskKey'),
      assignee: fields.requiredText('assignee'),
      allowOverride: fields.optionalBoolean('allowOverride') !== false,
      action: actionOf(fields, 'assign'),
    });
    return undefined;
  },
  unassignUserTask(call) {
    const userTaskKey = call.key('userTaskKey');
    const input = { userTaskKey, assignee: null, allowOverride: true, action: 'unassign' };
    call.engine.execute(assignUserTask, input);
    return undefined;
  },
  async updateUserTask(call) {
    const fields = await call.fields();
    const changes = readChanges(fields.inside('changeset'));
    if (Object.keys(changes).length === 0 && !fields.has('action')) {
      throw invalidArgument(
        "The field 'changeset' must have at least one of candidateUsers, candidateGroups, dueDate, followUpDate and priority",
      );
    }
    const userTaskKey = call.key('userTaskKey');
    call.engine.execute(updateUserTask, { userTaskKey, changes, action: actionOf(fields, 'update') });
    return undefined;
  },
  async completeUserTask(call) {
    const fields = await call.fields();
    call.engine.execute(completeUserTask, {
      userTaskKey: call.key('userTaskKey'),
      variables: fields.optionalObject('variables') ?? {},
      action: actionOf(fields, 'complete'),
    });
    return undefined;
  },
  getUserTaskForm(call) {
    const form = call.engine.projections.resources.forms.get(rowOf(call).value.formKey);
    return form === undefined ? undefined : viewOfForm(form);
  },
  searchUserTaskVariables: (call) => searchVariables(call, false),
  searchUserTaskEffectiveVariables: (call) => searchVariables(call, true),
};

function rowOf(call: OperationCall): UserTaskRow {
  return findRow(call.engine.projections.userTasks, call.key('userTaskKey'), 'a user task');
}

function actionOf(fields: Fields, otherwise: string): string {
  const action = fields.optionalText('action') ?? '';
  return action === '' ? otherwise : action;
}

/** Null keeps what is there; an empty list or text takes it away. */
function readChanges(fields: Fields): Partial<UserTaskAttributes> {
  const candidateUsers = fields.optionalTexts('candidateUsers');
  const candidateGroups = fields.optionalTexts('candidateGroups');
  const dueDate = readDate(fields, 'dueDate');
  const followUpDate = readDate(fields, 'followUpDate');
  const priority = fields.optionalInteger('priority', { minimum: 0, maximum: 100 });
  return {
    ...(candidateUsers === null ? {} : { candidateUsers }),
    ...(candidateGroups === null ? {} : { candidateGroups }),
    ...(dueDate === null ? {} : { dueDate }),
    ...(followUpDate === null ? {} : { followUpDate }),
    ...(priority === null ? {} : { priority }),
  };
}

function readDate(fields: Fields, name: string): number | null {
  const text = fields.optionalText(name);
  if (text === null || text === '') {
    return text === null ? null : 0;
  }
  const moment = parseIsoDateTime(text);
  if (moment === undefined) {
    throw invalidArgument(`The field 'changeset.${name}' must be a date and time, but it is '${text}'`);
  }
  return moment;
}

/** Every variable that the task sees, or only the nearest of each name. */
async function searchVariables(call: OperationCall, onlyNearest: boolean) {
  const { projections } = call.engine;
  const keys = visibleVariables(projections, rowOf(call).value.elementInstanceKey, onlyNearest);
  const entity = call.flag('truncateValues') === false ? fullVariables : variables;
  return search(ofUserTask(entity), projections, await call.json(), (row) => keys.has(row.key));
}

function visibleVariables(
  { elementInstances, variables: rows }: Projections,
  scopeKey: number,
  onlyNearest: boolean,
): ReadonlySet<number> {
  const keys = new Set<number>();
  const names = new Set<string>();
  let scope = elementInstances.get(scopeKey);
  while (scope !== undefined) {
    const { key } = scope;
    for (const row of rows.values()) {
      if (row.value.scopeKey === key && !(onlyNearest && names.has(row.value.name))) {
        keys.add(row.key);
        names.add(row.value.name);
      }
    }
    scope = elementInstances.get(scope.value.flowScopeKey);
  }
  return keys;
}
