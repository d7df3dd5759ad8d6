import type { Projections } from './projections.ts';

/** Takes everything out of the projections that belongs to one process instance. */
export function forgetInstance(projections: Projections, processInstanceKey: number): void {
  const { messages, decisions } = projections;
  projections.processInstances.delete(processInstanceKey);
  for (const rows of [
    projections.elementInstances,
    projections.variables,
    projections.jobs,
    projections.userTasks,
    projections.incidents,
    messages.subscriptions,
    messages.correlations,
  ]) {
    for (const [key, { value }] of rows) {
      if (value.processInstanceKey === processInstanceKey) {
        rows.delete(key);
      }
    }
  }
  decisions.forgetInstance(processInstanceKey);
}
