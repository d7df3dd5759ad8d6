import { elementNamed, refuseInsideLoop, refuseUnactivatable } from '../execution/activatable.ts';
import {
  activateDirectly,
  type DirectActivation,
  type ScopedVariables,
} from '../execution/activate-directly.ts';
import { pauseSubscriptions } from '../execution/paused-subscriptions.ts';
import { endingTogether, terminateNow } from '../execution/terminate-together.ts';
import type { ExecutableProcess } from '../model/executable.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidArgument, invalidState } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';
import { findProcessInstance } from './find-process-instance.ts';
import { ancestorOfMove, type MoveAncestor } from './move-ancestor.ts';

/** Live element instances: all of one element, or a certain one. */
export type ElementChoice = { readonly elementId: string } | { readonly elementInstanceKey: number };

/** Ends element instances, and activates another element for each of them. */
export interface MoveInstruction {
  readonly source: ElementChoice;
  readonly targetElementId: string;
  readonly ancestor: MoveAncestor;
  readonly variables: readonly ScopedVariables[];
}

export interface ModifyProcessInstanceInput {
  readonly processInstanceKey: number;
  readonly activate: readonly DirectActivation[];
  readonly move: readonly MoveInstruction[];
  readonly terminate: readonly ElementChoice[];
}

/**
 * Moves a process instance by hand: activates elements, then ends element instances. All of it happens, or nothing. A scope that
 * is left empty is terminated, up to the process instance.
 */
export const modifyProcessInstance = defineCommand('MODIFY', (step, input: ModifyProcessInstanceInput) => {
  const { processInstanceKey: key } = input;
  const { instance, model } = findProcessInstance(step, key);
  if (instance.state !== 'ACTIVATED') {
    throw invalidState(`Expected the process instance '${key}' to be active, but it begins or ends just now`);
  }
  refuseWrongTargets(model, input);
  const terminated = input.terminate.flatMap((choice) => choose(step, model, key, choice));
  const moved = input.move.map((move) => ({ move, sources: choose(step, model, key, move.source) }));
  for (const activation of input.activate) {
    activateDirectly(step, model, key, activation);
  }
  for (const { move, sources } of moved) {
    for (const source of sources.filter((one) => !isItem(step, one))) {
      const { targetElementId: elementId, variables } = move;
      const ancestorKey = ancestorOfMove(step, model, source, elementId, move.ancestor);
      activateDirectly(step, model, key, { elementId, ancestorKey, variables });
    }
  }
  const ending = endingTogether(step, [...terminated, ...moved.flatMap(({ sources }) => sources)]);
  if (ending[0]?.key === key && instance.value.instance.parentProcessInstanceKey !== 0) {
    throw invalidArgument(
      `Expected something to be left in the called process instance '${key}', but all of it would be terminated; terminate the call activity '${instance.value.instance.parentElementInstanceKey}' of its caller`,
    );
  }
  terminateNow(step, ending);
  if (step.state.suspensions.isSuspended(key)) {
    pauseSubscriptions(step, key);
  }
});

function refuseWrongTargets(model: ExecutableProcess, { activate, move }: ModifyProcessInstanceInput): void {
  for (const { elementId } of activate) {
    refuseUnactivatable(model, elementId);
    refuseInsideLoop(model, elementId);
  }
  for (const { targetElementId } of move) {
    refuseUnactivatable(model, targetElementId);
  }
}

/** The chosen element instances as they are now. @throws EngineRejection if there are none */
function choose(
  step: Step,
  model: ExecutableProcess,
  processInstanceKey: number,
  choice: ElementChoice,
): readonly ElementInstance[] {
  const live = step.state.elements.treeOf(processInstanceKey);
  if ('elementInstanceKey' in choice) {
    const found = live.filter(({ key }) => key === choice.elementInstanceKey);
    if (found.length === 0) {
      throw invalidArgument(
        `Expected an active element instance of the process instance '${processInstanceKey}', but it has none with the key '${choice.elementInstanceKey}'`,
      );
    }
    return found;
  }
  const { id } = elementNamed(model, choice.elementId);
  const found = live.filter(({ value }) => value.elementId === id);
  if (found.length === 0) {
    throw invalidArgument(
      `Expected an active instance of the element '${id}' in the process instance '${processInstanceKey}', but it has none`,
    );
  }
  return found;
}

/** An item of a multi-instance activity: where it is moved away from, its body is what counts. */
function isItem(step: Step, { value }: ElementInstance): boolean {
  const scope = step.state.elements.instances.get(value.flowScopeKey);
  return scope?.value.elementType === 'MULTI_INSTANCE_BODY';
}
