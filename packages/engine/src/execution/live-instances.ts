import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';

/** Every live element instance of a process instance, the process first, each before what is inside it. */
export function liveInstances(step: Step, processInstanceKey: number): readonly ElementInstance[] {
  const { instances, children } = step.state.elements;
  const root = instances.get(processInstanceKey);
  const found = root === undefined ? [] : [root];
  for (let index = 0; index < found.length; index++) {
    for (const key of children.of(found[index]?.key ?? 0)) {
      const child = instances.get(key);
      if (child !== undefined) {
        found.push(child);
      }
    }
  }
  return found;
}
