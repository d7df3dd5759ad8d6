import { handOverStarts } from '../execution/catch-event-starts.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidState, notFound } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { DecisionRequirements, ProcessDefinition } from '../state/records.ts';

export interface DeleteResourceInput {
  readonly resourceKey: number;
  /** Whether a process with running instances drains instead of being refused. */
  readonly canDrain: boolean;
}

/**
 * Takes a deployed thing away: a process definition, decision requirements with their decisions, a form or a file. The version
 * before becomes the newest. A process with running instances drains: nothing starts any more, and it is gone with its last instance.
 */
export const deleteResource = defineCommand('DELETE', (step, input: DeleteResourceInput) => {
  const { resourceKey: key } = input;
  const { definitions, decisions, resources } = step.state;
  const process = definitions.startable(key);
  const requirements = decisions.requirements.byKey.get(key);
  const form = resources.forms.byKey.get(key);
  const resource = resources.resources.byKey.get(key);
  if (process !== undefined) {
    deleteProcess(step, process, input.canDrain);
  } else if (requirements !== undefined) {
    deleteDecisions(step, requirements);
  } else if (form !== undefined) {
    step.emit('FORM', 'DELETED', key, form.value);
  } else if (resource !== undefined) {
    step.emit('RESOURCE', 'DELETED', key, resource.value);
  } else {
    throw notFound(`a resource with key '${key}'`);
  }
});

/** Every process that drains and has no instance any more is gone. Looked at once a step, before it becomes final. */
export function finishDraining(step: Step): void {
  const { definitions, elements } = step.state;
  if (definitions.draining.size === 0) {
    return;
  }
  for (const { key, value } of [...definitions.draining.values()]) {
    if (elements.instancesOfDefinition.of(key).size === 0) {
      step.emit('PROCESS', 'DELETED', key, value);
    }
  }
}

function deleteProcess(step: Step, process: ProcessDefinition, canDrain: boolean): void {
  const { tenantId, processDefinitionId } = process.value;
  if (!canDrain && step.state.elements.instancesOfDefinition.of(process.key).size > 0) {
    throw invalidState(
      `Expected the process definition '${process.key}' to have no running instances, but it has some`,
    );
  }
  // Without an instance it is deleted before this step ends.
  step.emit('PROCESS', 'DRAINING', process.key, process.value);
  handOverStarts(step, process, step.state.definitions.latestProcess(tenantId, processDefinitionId));
}

function deleteDecisions(step: Step, requirements: DecisionRequirements): void {
  const { decisions } = step.state.decisions;
  const contained = [...decisions.byKey.values()].filter(
    ({ value }) => value.decisionRequirementsKey === requirements.key,
  );
  for (const { key, value } of contained) {
    step.emit('DECISION', 'DELETED', key, value);
  }
  step.emit('DECISION_REQUIREMENTS', 'DELETED', requirements.key, requirements.value);
}
