import type { UserTaskAttributes, UserTaskTransition } from '../runtime/user-task-values.ts';
import { isSameJson } from './same-json.ts';

/** What can be changed about a user task, apart from everything else that is known about it. */
export function attributesOf(value: UserTaskAttributes): UserTaskAttributes {
  const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority } = value;
  return { assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority };
}

/** The names of what a transition changes, if the task becomes as `after` says. */
export function changesBetween(
  { kind, before, variables }: UserTaskTransition,
  after: UserTaskAttributes,
): readonly string[] {
  const names = (Object.keys(before) as (keyof UserTaskAttributes)[]).filter(
    (name) => !isSameJson(before[name] as never, after[name] as never),
  );
  const isVariableUpdate = kind === 'UPDATING' && Object.keys(variables).length > 0;
  return isVariableUpdate ? [...names, 'variables'] : names;
}
