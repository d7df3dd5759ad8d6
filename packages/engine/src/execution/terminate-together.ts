import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import { terminateElement } from './terminate-element.ts';

/**
 * What ends when these element instances are terminated together: a scope that has nothing left ends too (it does not complete),
 * and so does the scope around it. Only the outermost are given; what is inside them ends with them.
 */
export function endingTogether(
  step: Step,
  terminated: readonly ElementInstance[],
): readonly ElementInstance[] {
  const { instances, children } = step.state.elements;
  const ending = new Map(terminated.map((instance) => [instance.key, instance]));
  for (const instance of ending.values()) {
    const scope = instances.get(instance.value.flowScopeKey);
    const isEmpty =
      scope !== undefined &&
      scope.pendingFlows === 0 &&
      [...children.of(scope.key)].every((key) => ending.has(key));
    if (isEmpty) {
      // A map goes on with what is added while it is walked through.
      ending.set(scope.key, scope);
    }
  }
  return [...ending.values()].filter((instance) => {
    for (let scope = instances.get(instance.value.flowScopeKey); scope !== undefined; ) {
      if (ending.has(scope.key)) {
        return false;
      }
      scope = instances.get(scope.value.flowScopeKey);
    }
    return true;
  });
}

/** Ends element instances now, before anything that follows from another part of the step. */
export function terminateNow(step: Step, instances: readonly ElementInstance[]): void {
  for (const { key } of instances) {
    terminateElement.run(step, { key, skipListeners: true });
  }
}
