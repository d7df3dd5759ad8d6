import { assignUserTask, completeUserTask, updateUserTask } from '../commands/user-tasks.ts';
import type { Fields } from '../http/fields.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { Projections } from '../search/projections.ts';
import { search } from '../search/search.ts';
import { type UserTaskRow, userTasks } from '../search/user-tasks.ts';
import { fullVariables, ofUserTask, variables } from '../search/variables.ts';
import { findRow } from './find-row.ts';
import { viewOfForm } from './forms.ts';
import { waitForTransition } from './transition-requests.ts';
import { readUserTaskChanges } from './user-task-changes.ts';

/** User tasks. */
export const userTaskOperations: Readonly<Record<string, OperationHandler>> = {
  getUserTask: (call) => userTasks.view(rowOf(call), call.engine.projections),
  async searchUserTasks(call) {
    return search(userTasks, call.engine.projections, await call.json());
  },
  async assignUserTask(call) {
    const fields = await call.fields();
    const started = call.engine.execute(assignUserTask, {
      userTaskKey: call.key('userTaskKey'),
      assignee: fields.requiredText('assignee'),
      allowOverride: fields.optionalBoolean('allowOverride') !== false,
      action: actionOf(fields, 'assign'),
    });
    return waitForTransition(call, assignUserTask.name, started);
  },
  unassignUserTask(call) {
    const userTaskKey = call.key('userTaskKey');
    const input = { userTaskKey, assignee: null, allowOverride: true, action: 'unassign' };
    const started = call.engine.execute(assignUserTask, input);
    return waitForTransition(call, assignUserTask.name, started);
  },
  async updateUserTask(call) {
    const fields = await call.fields();
    const changes = readUserTaskChanges(fields.inside('changeset'));
    if (Object.keys(changes).length === 0 && !fields.has('action')) {
      throw invalidArgument(
        "The field 'changeset' must have at least one of candidateUsers, candidateGroups, dueDate, followUpDate and priority",
      );
    }
    const userTaskKey = call.key('userTaskKey');
    const action = actionOf(fields, 'update');
    const started = call.engine.execute(updateUserTask, { userTaskKey, changes, action });
    return waitForTransition(call, updateUserTask.name, started);
  },
  async completeUserTask(call) {
    const fields = await call.fields();
    const started = call.engine.execute(completeUserTask, {
      userTaskKey: call.key('userTaskKey'),
      variables: fields.optionalObject('variables') ?? {},
      action: actionOf(fields, 'complete'),
    });
    return waitForTransition(call, completeUserTask.name, started);
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
