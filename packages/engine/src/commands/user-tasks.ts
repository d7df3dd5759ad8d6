import { completeElement } from '../execution/complete-element.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidState, notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { UserTaskAttributes } from '../runtime/user-task-values.ts';
import type { UserTask } from '../state/user-task-state.ts';
import { refuseSuspended } from './refuse-suspended.ts';

export interface AssignUserTaskInput {
  readonly userTaskKey: number;
  /** Null takes the assignee away. */
  readonly assignee: string | null;
  readonly allowOverride: boolean;
  readonly action: string;
}

/** Gives a user task to somebody, or to nobody. */
export const assignUserTask = defineCommand('ASSIGN', (step, input: AssignUserTaskInput) => {
  const { assignee, action } = input;
  const task = findUserTask(step, input.userTaskKey);
  if (!input.allowOverride && task.value.assignee !== null) {
    throw invalidState(
      `Expected the user task '${task.key}' to have no assignee, but it is assigned to '${task.value.assignee}'`,
    );
  }
  step.emit('USER_TASK', 'ASSIGNED', task.key, { ...task.value, assignee, action });
});

export interface UpdateUserTaskInput {
  readonly userTaskKey: number;
  readonly changes: Partial<UserTaskAttributes>;
  readonly action: string;
}

/** Changes what a user task says about itself. */
export const updateUserTask = defineCommand('UPDATE', (step, input: UpdateUserTaskInput) => {
  const task = findUserTask(step, input.userTaskKey);
  step.emit('USER_TASK', 'UPDATED', task.key, { ...task.value, ...input.changes, action: input.action });
});

export interface CompleteUserTaskInput {
  readonly userTaskKey: number;
  readonly variables: JsonObject;
  readonly action: string;
}

/** Ends a user task; its element goes on with the variables. */
export const completeUserTask = defineCommand('COMPLETE', (step, input: CompleteUserTaskInput) => {
  const { variables, action } = input;
  const task = findUserTask(step, input.userTaskKey);
  step.emit('USER_TASK', 'COMPLETED', task.key, { ...task.value, action });
  step.enqueue(completeElement, { key: task.value.elementInstanceKey, variables });
});

function findUserTask(step: Step, key: number): UserTask {
  const task = step.state.userTasks.tasks.get(key);
  if (task === undefined) {
    throw notFound(`an open user task with key '${key}'`);
  }
  refuseSuspended(step, task.value.processInstanceKey, `the user task '${key}'`);
  return task;
}
