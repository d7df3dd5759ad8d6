import type { ElementInstanceValue, ProcessInstanceFacts } from '../runtime/event.ts';
import type { Projections } from './projections.ts';

/** A process instance got its business id: everything in it shows it. */
export function projectBusinessId(
  { processInstances, elementInstances, jobs, userTasks }: Projections,
  { processInstanceKey, instance }: ElementInstanceValue,
): void {
  for (const rows of [processInstances, elementInstances]) {
    setFacts(rows.values(), processInstanceKey, instance);
  }
  setFacts(jobs.values(), processInstanceKey, instance);
  setFacts(userTasks.values(), processInstanceKey, instance);
}

interface WithFacts {
  readonly processInstanceKey: number;
  readonly instance: ProcessInstanceFacts;
}

function setFacts<Value extends WithFacts>(
  rows: Iterable<{ value: Value }>,
  processInstanceKey: number,
  instance: ProcessInstanceFacts,
): void {
  for (const row of rows) {
    if (row.value.processInstanceKey === processInstanceKey) {
      row.value = { ...row.value, instance };
    }
  }
}
