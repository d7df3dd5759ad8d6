import { defineCommand } from '../runtime/command.ts';
import { invalidState } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import { findProcessInstance } from './find-process-instance.ts';

export interface AssignBusinessIdInput {
  readonly processInstanceKey: number;
  readonly businessId: string;
}

/** Gives a running root instance its business id. */
export const assignBusinessId = defineCommand('ASSIGN', (step, input: AssignBusinessIdInput) => {
  giveBusinessId(step, input);
});

/**
 * A running root instance gets its business id, once; what is created in it from now on has it too, what is there already has
 * not. The same id again changes nothing.
 *
 * @throws EngineRejection if there is no such instance, if it was called, or if it has another business id
 */
export function giveBusinessId(step: Step, { processInstanceKey, businessId }: AssignBusinessIdInput): void {
  const { value } = findProcessInstance(step, processInstanceKey).instance;
  const { instance } = value;
  if (instance.parentProcessInstanceKey !== 0) {
    throw invalidState(
      `Expected a root process instance, but '${processInstanceKey}' was called; its root is '${instance.rootProcessInstanceKey}'`,
    );
  }
  if (instance.businessId !== null && instance.businessId !== businessId) {
    throw invalidState(
      `Expected the process instance '${processInstanceKey}' to have no business id, but it has '${instance.businessId}'`,
    );
  }
  if (instance.businessId === null) {
    const facts = { ...instance, businessId };
    step.emit('PROCESS_INSTANCE', 'BUSINESS_ID_ASSIGNED', processInstanceKey, { ...value, instance: facts });
  }
}
