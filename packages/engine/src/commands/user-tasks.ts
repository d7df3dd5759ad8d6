import { findNode } from '../execution/node.ts';
import { beginTransition, type TransitionRequest } from '../execution/user-task-transitions.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidState, notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { UserTaskAttributes } from '../runtime/user-task-values.ts';
import type { UserTask } from '../state/user-task-state.ts';
import { refuseSuspended } from './refuse-suspended.ts';

/** Identifies a transition that a request may have to wait for. */
export interface StartedTransition {
  readonly userTaskKey: number;
  readonly requestKey: number;
}

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
  return begin(step, task, { kind: 'ASSIGNING', action, changes: { assignee } });
});

export interface UpdateUserTaskInput {
  readonly userTaskKey: number;
  readonly changes: Partial<UserTaskAttributes>;
  readonly action: string;
}

/** Changes what a user task says about itself. */
export const updateUserTask = defineCommand('UPDATE', (step, input: UpdateUserTaskInput) => {
  const { changes, action } = input;
  return begin(step, findUserTask(step, input.userTaskKey), { kind: 'UPDATING', action, changes });
});

export interface CompleteUserTaskInput {
  readonly userTaskKey: number;
  readonly variables: JsonObject;
  readonly action: string;
}

/** Ends a user task; its element goes on with the variables. */
export const completeUserTask = defineCommand('COMPLETE', (step, input: CompleteUserTaskInput) => {
  const { variables, action } = input;
  return begin(step, findUserTask(step, input.userTaskKey), { kind: 'COMPLETING', action, variables });
});

export interface SetUserTaskVariablesInput {
  readonly variables: JsonObject;
  readonly isLocal: boolean;
}

/** Writes variables of a user task, which is an update of the task. */
export function setUserTaskVariables(
  step: Step,
  userTaskKey: number,
  { variables, isLocal }: SetUserTaskVariablesInput,
): StartedTransition {
  const task = findUserTask(step, userTaskKey);
  return begin(step, task, { kind: 'UPDATING', action: 'update', variables, isLocal });
}

function begin(step: Step, task: UserTask, request: TransitionRequest): StartedTransition {
  const node = findNode(step, task.value.elementInstanceKey);
  if (task.state !== 'CREATED' || node?.instance.state !== 'ACTIVATED') {
    throw invalidState(
      `Expected the user task '${task.key}' to be in the state CREATED, but it is in the state ${task.state}`,
    );
  }
  const requestKey = step.nextKey();
  beginTransition(step, node, task.key, task.value, { ...request, requestKey });
  return { userTaskKey: task.key, requestKey };
}

function findUserTask(step: Step, key: number): UserTask {
  const task = step.state.userTasks.tasks.get(key);
  if (task === undefined) {
    throw notFound(`an open user task with key '${key}'`);
  }
  refuseSuspended(step, task.value.processInstanceKey, `the user task '${key}'`);
  return task;
}
