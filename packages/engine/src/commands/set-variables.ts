import { propagateVariables, setLocalVariables } from '../execution/variables.ts';
import { defineCommand } from '../runtime/command.ts';
import { notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import { setUserTaskVariables } from './user-tasks.ts';

export interface SetVariablesInput {
  readonly scopeKey: number;
  readonly variables: JsonObject;
  /** Writes into exactly this scope; else each variable is written where it is, outwards. */
  readonly isLocal: boolean;
}

/** Writes variables of a live element instance. */
export const setVariables = defineCommand('UPDATE', (step, input: SetVariablesInput) => {
  const { scopeKey, variables, isLocal } = input;
  if (step.state.elements.instances.get(scopeKey) === undefined) {
    throw notFound(`an active element instance with key '${scopeKey}'`);
  }
  const task = step.state.userTasks.ofElement(scopeKey);
  if (task !== undefined) {
    return setUserTaskVariables(step, task.key, { variables, isLocal });
  }
  const write = isLocal ? setLocalVariables : propagateVariables;
  write(step, scopeKey, variables);
  return undefined;
});
