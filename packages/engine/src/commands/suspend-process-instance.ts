import { pauseSubscriptions, reopenSubscriptions } from '../execution/paused-subscriptions.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidState } from '../runtime/engine-rejection.ts';
import { findProcessInstance } from './find-process-instance.ts';

export interface SuspensionInput {
  readonly processInstanceKey: number;
}

/**
 * Makes a process instance stand still: nobody gets its jobs, nothing it waits for comes, and what follows inside of it waits.
 * Instances that it has called run on.
 */
export const suspendProcessInstance = defineCommand('SUSPEND', (step, input: SuspensionInput) => {
  const { processInstanceKey } = input;
  const { instance } = findProcessInstance(step, processInstanceKey);
  if (step.state.suspensions.isSuspended(processInstanceKey) || instance.state === 'TERMINATING') {
    const state = instance.state === 'TERMINATING' ? 'about to end' : 'suspended already';
    throw invalidState(
      `Expected the process instance '${processInstanceKey}' to be active, but it is ${state}`,
    );
  }
  step.emit('PROCESS_INSTANCE_SUSPENSION', 'SUSPENDED', processInstanceKey, { processInstanceKey });
  pauseSubscriptions(step, processInstanceKey);
});

/** Lets a suspended process instance go on: with what has waited, in order, and with what is due by now. */
export const resumeProcessInstance = defineCommand('RESUME', (step, input: SuspensionInput) => {
  const { processInstanceKey } = input;
  findProcessInstance(step, processInstanceKey);
  if (!step.state.suspensions.isSuspended(processInstanceKey)) {
    throw invalidState(
      `Expected the process instance '${processInstanceKey}' to be suspended, but it is not`,
    );
  }
  step.emit('PROCESS_INSTANCE_SUSPENSION', 'RESUMED', processInstanceKey, { processInstanceKey });
  for (const { key, value } of step.state.suspensions.deferredOf(processInstanceKey)) {
    const command = step.deferrable.get(value.command);
    if (command === undefined) {
      throw new Error(`The command ${value.command} has waited, but nothing can run it`);
    }
    step.emit('DEFERRED_COMMAND', 'RELEASED', key, value);
    step.enqueue(command, value.input as never);
  }
  reopenSubscriptions(step, processInstanceKey);
});
