import type { ElementBehaviour } from '../execution/behaviour.ts';
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
  onTerminating(step, { instance }) {
    const task = step.state.userTasks.ofElement(instance.key);
    if (task !== undefined) {
      step.emit('USER_TASK', 'CANCELED', task.key, { ...task.value, action: 'cancel' });
    }
  },
};
