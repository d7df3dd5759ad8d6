import { defineCommand } from '../runtime/command.ts';
import { invalidState } from '../runtime/engine-rejection.ts';

/** Forgets the history of a process instance that has ended; instances that it called, or that called it, keep theirs. */
export const deleteProcessInstance = defineCommand(
  'DELETE',
  (step, { processInstanceKey }: { processInstanceKey: number }) => {
    if (step.state.elements.instances.get(processInstanceKey) !== undefined) {
      throw invalidState(
        `Expected the process instance '${processInstanceKey}' to have ended, but it is still there; cancel it first`,
      );
    }
    step.emit('PROCESS_INSTANCE_HISTORY', 'DELETED', processInstanceKey, { processInstanceKey });
  },
);
