import { defineCommand, instanceOfKey } from '../runtime/command.ts';
import { continueActivation } from './activate-element.ts';
import { continueCompletion } from './complete-element.ts';

/** Runs the phase that an element instance stopped in once more. */
export const retryElement = defineCommand(
  'RETRY_ELEMENT',
  (step, input: { key: number }) => {
    const instance = step.state.elements.instances.get(input.key);
    if (instance?.state === 'ACTIVATING') {
      continueActivation(step, input.key);
    } else if (instance?.state === 'COMPLETING') {
      continueCompletion(step, input.key);
    }
  },
  (state, { key }) => instanceOfKey(state, key),
);
