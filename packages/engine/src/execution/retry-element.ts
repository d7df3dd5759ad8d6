import { defineCommand, instanceOfKey } from '../runtime/command.ts';
import { continueActivation } from './activate-element.ts';
import { checkConditionsOf } from './catch-event-conditions.ts';
import { continueCompletion } from './complete-element.ts';
import { findNode } from './node.ts';
import { continueTermination } from './terminate-element.ts';
import { restartTransition } from './user-task-transitions.ts';

/** Runs the phase that an element instance stopped in once more; one that is active looks at its conditions again. */
export const retryElement = defineCommand(
  'RETRY_ELEMENT',
  (step, input: { key: number }) => {
    const node = findNode(step, input.key);
    const state = node?.instance.state;
    if (state === 'ACTIVATING') {
      continueActivation(step, input.key);
    } else if (state === 'COMPLETING') {
      continueCompletion(step, input.key);
    } else if (state === 'TERMINATING' && node?.element.type === 'PROCESS') {
      continueTermination.run(step, input);
    } else if (node !== undefined) {
      restartTransition(step, node);
      if (state === 'ACTIVATED') {
        checkConditionsOf(step, input.key);
      }
    }
  },
  (state, { key }) => instanceOfKey(state, key),
);
