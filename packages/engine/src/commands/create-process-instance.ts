import { elementNamed, refuseInsideLoop, refuseUnactivatable } from '../execution/activatable.ts';
import { activateDirectly, enterScope } from '../execution/activate-directly.ts';
import { continueActivation } from '../execution/activate-element.ts';
import { beginInstance } from '../execution/begin-instance.ts';
import { setLocalVariables } from '../execution/variables.ts';
import type { ExecutableProcess } from '../model/executable.ts';
import { isNoneStart } from '../model/validate.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidState, notFound } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ProcessDefinition } from '../state/records.ts';

/** Which version of which process. */
export type ProcessReference =
  | { readonly processDefinitionKey: number }
  /** Version -1 is the newest. */
  | { readonly processDefinitionId: string; readonly version: number };

export interface CreateProcessInstanceInput {
  readonly process: ProcessReference;
  readonly tenantId: string;
  readonly variables: JsonObject;
  readonly tags: readonly string[];
  readonly businessId: string | null;
  /** Where it begins instead of at its none start event. @default its none start event */
  readonly startElementIds?: readonly string[] | undefined;
  /** The elements after whose end the instance is terminated. @default none */
  readonly terminateAfter?: readonly string[] | undefined;
  /** The variables that a waiting request wants: all (null) or some. @default undefined: nobody waits */
  readonly awaitVariables?: readonly string[] | null | undefined;
}

export interface CreatedProcessInstance {
  readonly processInstanceKey: number;
  readonly definition: ProcessDefinition;
}

/** Creates an instance, at the process's none start event or at the elements that are asked for. */
export const createProcessInstance = defineCommand(
  'CREATE',
  (step, input: CreateProcessInstanceInput): CreatedProcessInstance => {
    const definition = findDefinition(step, input);
    const { model } = definition;
    const { startElementIds = [], terminateAfter = [] } = input;
    checkInstructions(model, startElementIds, terminateAfter);
    const key = beginInstance(step, definition, { tags: input.tags, businessId: input.businessId });
    if (input.awaitVariables !== undefined) {
      const { awaitVariables: fetchVariables } = input;
      step.emit('PROCESS_INSTANCE_RESULT', 'AWAITED', step.nextKey(), {
        processInstanceKey: key,
        fetchVariables,
        variables: {},
      });
    }
    if (terminateAfter.length > 0) {
      const instructions = { processInstanceKey: key, terminateAfter };
      step.emit('RUNTIME_INSTRUCTIONS', 'CREATED', step.nextKey(), instructions);
    }
    setLocalVariables(step, key, input.variables);
    if (startElementIds.length === 0) {
      continueActivation(step, key);
    } else {
      enterScope(step, key);
    }
    for (const elementId of startElementIds) {
      activateDirectly(step, model, key, { elementId, ancestorKey: 0, variables: [] });
    }
    return { processInstanceKey: key, definition };
  },
);

function checkInstructions(
  model: ExecutableProcess,
  startElementIds: readonly string[],
  terminateAfter: readonly string[],
): void {
  if (startElementIds.length === 0 && !model.root.children.some(isNoneStart)) {
    throw invalidState(`Expected the process '${model.id}' to have a none start event, but it has none`);
  }
  for (const elementId of startElementIds) {
    refuseUnactivatable(model, elementId);
    refuseInsideLoop(model, elementId);
  }
  for (const elementId of terminateAfter) {
    elementNamed(model, elementId);
  }
}

function findDefinition(step: Step, input: CreateProcessInstanceInput): ProcessDefinition {
  const { definitions } = step.state;
  const { process, tenantId } = input;
  if ('processDefinitionKey' in process) {
    const found = definitions.startable(process.processDefinitionKey);
    if (found === undefined || found.value.tenantId !== tenantId) {
      throw notFound(`a process definition with key '${process.processDefinitionKey}'`);
    }
    return found;
  }
  const { processDefinitionId: id, version } = process;
  const found =
    version === -1
      ? definitions.latestProcess(tenantId, id)
      : definitions.processVersion(tenantId, id, version);
  if (found === undefined) {
    throw notFound(
      version === -1
        ? `a process definition with id '${id}'`
        : `a process definition with id '${id}' and version ${version}`,
    );
  }
  return found;
}
