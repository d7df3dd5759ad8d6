import type { ExecutableProcess } from '../model/executable.ts';
import { notFound } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';

/** A live process instance and its model. @throws EngineRejection if there is none of that key */
export function findProcessInstance(
  step: Step,
  processInstanceKey: number,
): { readonly instance: ElementInstance; readonly model: ExecutableProcess } {
  const instance = step.state.elements.instances.get(processInstanceKey);
  const definition = step.state.definitions.processes.get(instance?.value.processDefinitionKey ?? 0);
  if (instance?.value.elementType !== 'PROCESS' || definition === undefined) {
    throw notFound(`an active process instance with key '${processInstanceKey}'`);
  }
  return { instance, model: definition.model };
}
