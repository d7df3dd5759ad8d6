import type { ElementBehaviour } from '../execution/behaviour.ts';
import { returnToCaller } from '../execution/call-return.ts';
import { fetchVariables, visibleVariables } from '../execution/variables.ts';
import { startInside } from './scope.ts';

/** The process itself: begins at its start event, and tells a waiting request what came of it. */
export const process: ElementBehaviour = {
  onActivated(step, node) {
    startInside(step, node);
  },
  onCompleting(step, { instance }) {
    const { key } = instance;
    returnToCaller(step, instance);
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
