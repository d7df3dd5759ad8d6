import { defineCommand } from '../runtime/command.ts';
import { EngineRejection, notFound } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { GlobalTaskListenerValue } from '../runtime/user-task-values.ts';
import type { GlobalTaskListener } from '../state/user-task-state.ts';

/** Adds a listener to all user tasks, the open ones included; a transition that is on its way keeps the listeners it began with. */
export const createGlobalTaskListener = defineCommand('CREATE', (step, value: GlobalTaskListenerValue) => {
  if (step.state.userTasks.globalListeners.get(value.id) !== undefined) {
    throw new EngineRejection(
      'ALREADY_EXISTS',
      `Expected to create a global task listener with id '${value.id}', but there is one already`,
    );
  }
  step.emit('GLOBAL_TASK_LISTENER', 'CREATED', step.nextKey(), value);
});

/** Replaces what a global listener is. */
export const updateGlobalTaskListener = defineCommand('UPDATE', (step, value: GlobalTaskListenerValue) => {
  step.emit('GLOBAL_TASK_LISTENER', 'UPDATED', findListener(step, value.id).key, value);
});

/** Takes a global listener away. */
export const deleteGlobalTaskListener = defineCommand('DELETE', (step, { id }: { id: string }) => {
  const { key, value } = findListener(step, id);
  step.emit('GLOBAL_TASK_LISTENER', 'DELETED', key, value);
});

function findListener(step: Step, id: string): GlobalTaskListener {
  const listener = step.state.userTasks.globalListeners.get(id);
  if (listener === undefined) {
    throw notFound(`a global task listener with id '${id}'`);
  }
  return listener;
}
