import { defineCommand, instanceOfKey } from '../runtime/command.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { continueActivation } from './activate-element.ts';
import { continueCompletion } from './complete-element.ts';
import { continueTermination } from './terminate-element.ts';
import { propagateVariables, setLocalVariables } from './variables.ts';

/** A listener's job is done: what it gives is kept, and the next listener's turn comes, or the element goes on. */
export const continueAfterListener = defineCommand(
  'CONTINUE_AFTER_LISTENER',
  (step: Step, { key, variables }: { key: number; variables: JsonObject }) => {
    const instance = step.state.elements.instances.get(key);
    if (instance?.state === 'ACTIVATING') {
      setLocalVariables(step, key, variables);
      continueActivation(step, key);
    } else if (instance?.state === 'COMPLETING') {
      propagateVariables(step, instance.value.flowScopeKey || key, variables);
      continueCompletion(step, key);
    } else if (instance?.state === 'TERMINATING') {
      setLocalVariables(step, key, variables);
      continueTermination.run(step, { key });
    }
  },
  (state, { key }) => instanceOfKey(state, key),
);
