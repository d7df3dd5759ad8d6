import type { ElementBehaviour } from '../execution/behaviour.ts';
import { beginTransition } from '../execution/user-task-transitions.ts';
import { createUserTask } from '../execution/user-tasks.ts';
import { jobTask } from './job-task.ts';

/** A task for people; without the `zeebe:userTask` extension it is a job. */
export const userTask: ElementBehaviour = {
  onActivated(step, node) {
    if (node.element.userTask === null) {
      jobTask.onActivated(step, node);
    } else {
      createUserTask(step, node, node.element.userTask);
    }
  },
  onTerminating(step, node, skipListeners) {
    const task = step.state.userTasks.ofElement(node.instance.key);
    if (task === undefined) {
      return;
    }
    // What was on its way does not take place any more.
    const unchanged = task.state === 'CREATED' ? {} : task.value.transition.before;
    const value = { ...task.value, ...unchanged };
    if (skipListeners) {
      step.emit('USER_TASK', 'CANCELED', task.key, { ...value, action: 'cancel', changedAttributes: [] });
    } else {
      beginTransition(step, node, task.key, value, { kind: 'CANCELING', action: 'cancel' });
    }
  },
};
