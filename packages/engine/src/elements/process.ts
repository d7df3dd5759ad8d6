import { activateElement } from '../execution/activate-element.ts';
import type { ElementBehaviour } from '../execution/behaviour.ts';
import { ElementFailure } from '../execution/element-failure.ts';
import { fetchVariables, visibleVariables } from '../execution/variables.ts';
import { isNoneStart } from '../model/validate.ts';

/** The process itself: begins at its start event, and tells a waiting request what came of it. */
export const process: ElementBehaviour = {
  onActivated(step, { instance, element }) {
    const start = element.children.find(isNoneStart);
    if (start === undefined) {
      throw new ElementFailure('UNKNOWN', `The process '${element.id}' has no none start event`);
    }
    step.enqueue(activateElement, { elementId: start.id, flowScopeKey: instance.key });
  },
  onCompleting(step, { instance }) {
    const { key } = instance;
    const awaited = step.state.elements.awaitedResults.get(key);
    if (awaited !== undefined) {
      const { fetchVariables: names } = awaited;
      step.emit('PROCESS_INSTANCE_RESULT', 'COMPLETED', step.nextKey(), {
        processInstanceKey: key,
        fetchVariables: names,
        variables: names === null ? visibleVariables(step, key) : fetchVariables(step, key, names),
      });
    }
  },
};
