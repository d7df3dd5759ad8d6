import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { continueActivation } from './activate-element.ts';
import { beginInstance } from './begin-instance.ts';

/** Which start event of which process has caught something. */
export interface StartProcessInstanceInput {
  readonly processDefinitionKey: number;
  readonly elementId: string;
  /** What came with it; the start event's output mappings choose what the instance gets. */
  readonly variables: JsonObject;
  readonly businessId: string | null;
}

/** Starts an instance at a start event that has caught something. Gives the instance's key. */
export function startProcessInstance(step: Step, input: StartProcessInstanceInput): number {
  const { processDefinitionKey, elementId, variables, businessId } = input;
  const definition = step.state.definitions.processes.get(processDefinitionKey);
  if (definition === undefined) {
    throw new Error(`There is no process definition ${processDefinitionKey} to start`);
  }
  const key = beginInstance(step, definition, { tags: [], businessId });
  const start = { elementId, variables, hostKey: key, processInstanceKey: key };
  step.emit('PROCESS_EVENT', 'STARTING', step.nextKey(), start);
  continueActivation(step, key);
  return key;
}
