import { continueActivation } from '../execution/activate-element.ts';
import { setLocalVariables } from '../execution/variables.ts';
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
  /** The variables that a waiting request wants: all (null) or some. @default undefined: nobody waits */
  readonly awaitVariables?: readonly string[] | null | undefined;
}

export interface CreatedProcessInstance {
  readonly processInstanceKey: number;
  readonly definition: ProcessDefinition;
}

/** Creates an instance at the process's none start event. */
export const createProcessInstance = defineCommand(
  'CREATE',
  (step, input: CreateProcessInstanceInput): CreatedProcessInstance => {
    const definition = findDefinition(step, input);
    const { root } = definition.model;
    if (!root.children.some(isNoneStart)) {
      throw invalidState(`Expected the process '${root.id}' to have a none start event, but it has none`);
    }
    const key = step.nextKey();
    const { value } = definition;
    step.emit('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, {
      elementId: root.id,
      elementType: 'PROCESS',
      processInstanceKey: key,
      processDefinitionKey: definition.key,
      flowScopeKey: 0,
      instance: {
        processDefinitionId: value.processDefinitionId,
        version: value.version,
        tenantId: value.tenantId,
        rootProcessInstanceKey: key,
        parentProcessInstanceKey: 0,
        parentElementInstanceKey: 0,
        tags: input.tags,
        businessId: input.businessId,
      },
    });
    if (input.awaitVariables !== undefined) {
      const { awaitVariables: fetchVariables } = input;
      step.emit('PROCESS_INSTANCE_RESULT', 'AWAITED', step.nextKey(), {
        processInstanceKey: key,
        fetchVariables,
        variables: {},
      });
    }
    setLocalVariables(step, key, input.variables);
    continueActivation(step, key);
    return { processInstanceKey: key, definition };
  },
);

function findDefinition(step: Step, input: CreateProcessInstanceInput): ProcessDefinition {
  const { definitions } = step.state;
  const { process, tenantId } = input;
  if ('processDefinitionKey' in process) {
    const found = definitions.processes.get(process.processDefinitionKey);
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
