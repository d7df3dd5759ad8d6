import { terminateElement } from '../execution/terminate-element.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidState, notFound } from '../runtime/engine-rejection.ts';

/** Ends a process instance and everything in it. A called instance ends only with its caller. */
export const cancelProcessInstance = defineCommand(
  'CANCEL',
  (step, input: { processInstanceKey: number }) => {
    const instance = step.state.elements.instances.get(input.processInstanceKey);
    if (instance === undefined || instance.value.elementType !== 'PROCESS') {
      throw notFound(`an active process instance with key '${input.processInstanceKey}'`);
    }
    const { parentProcessInstanceKey, rootProcessInstanceKey } = instance.value.instance;
    if (parentProcessInstanceKey !== 0) {
      throw invalidState(
        `Expected to cancel a root process instance, but '${input.processInstanceKey}' was called; cancel '${rootProcessInstanceKey}'`,
      );
    }
    step.enqueue(terminateElement, { key: input.processInstanceKey });
  },
);
