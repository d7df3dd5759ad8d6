import type { TaskListenerResult } from '../commands/complete-task-listener.ts';
import type { Fields } from '../http/fields.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import { formatOptionalDate } from '../search/entity.ts';
import type { UserTask } from '../state/user-task-state.ts';
import { readUserTaskChanges } from './user-task-changes.ts';

/** What a task listener says of the transition; undefined if the request has no result. */
export function readTaskListenerResult(request: Fields): TaskListenerResult | undefined {
  if (!request.has('result')) {
    return undefined;
  }
  const result = request.inside('result');
  const type = result.optionalText('type') ?? 'userTask';
  if (type !== 'userTask') {
    throw invalidArgument(`The field 'result.type' must be userTask or adHocSubProcess, but it is '${type}'`);
  }
  const corrections = result.inside('corrections');
  const assignee = corrections.optionalText('assignee');
  return {
    isDenied: result.optionalBoolean('denied') === true,
    deniedReason: result.optionalText('deniedReason'),
    corrections: {
      ...(assignee === null ? {} : { assignee: assignee === '' ? null : assignee }),
      ...readUserTaskChanges(corrections),
    },
  };
}

/** The user task in the job of a listener: as it is to become. */
export function viewOfListenedTask({ key, value }: UserTask): JsonObject {
  return {
    action: value.action,
    assignee: value.assignee,
    candidateGroups: value.candidateGroups,
    candidateUsers: value.candidateUsers,
    changedAttributes: value.changedAttributes,
    dueDate: formatOptionalDate(value.dueDate),
    followUpDate: formatOptionalDate(value.followUpDate),
    formKey: formatOptionalKey(value.formKey),
    priority: value.priority,
    userTaskKey: formatKey(key),
  };
}
