import type { EventOf } from '../runtime/event.ts';
import type { EngineState } from './engine-state.ts';

/** What is the same for everything in a process instance is held by all of it: element instances, open jobs and user tasks. */
export function applyBusinessId(state: EngineState, { key, value }: EventOf<'PROCESS_INSTANCE'>): void {
  const { instance } = value;
  const { instances } = state.elements;
  const { jobs } = state.jobs;
  const { tasks } = state.userTasks;
  for (const element of state.elements.treeOf(key)) {
    instances.patch(element.key, { value: { ...element.value, instance } });
    const job = jobs.get(element.jobKey);
    if (job !== undefined) {
      jobs.patch(job.key, { value: { ...job.value, instance } });
    }
    const task = state.userTasks.ofElement(element.key);
    if (task !== undefined) {
      tasks.patch(task.key, { value: { ...task.value, instance } });
    }
  }
}
