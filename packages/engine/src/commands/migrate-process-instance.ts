import type { ElementNode } from '../execution/behaviour.ts';
import { findNode } from '../execution/node.ts';
import { checkElement } from '../migration/check-element.ts';
import {
  carryOver,
  closeUnmapped,
  mapCatchEvents,
  messageNamesOf,
} from '../migration/migrate-catch-events.ts';
import { migrateCompensations } from '../migration/migrate-compensation.ts';
import { migrateElement } from '../migration/migrate-element.ts';
import { mapTokens, moveTokens } from '../migration/migrate-joins.ts';
import { migrateTriggers } from '../migration/migrate-triggers.ts';
import { type MappingInstruction, MigrationPlan } from '../migration/migration-plan.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidState, notFound } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import { findProcessInstance } from './find-process-instance.ts';
import { refuseSuspended } from './refuse-suspended.ts';

export interface MigrateProcessInstanceInput {
  readonly processInstanceKey: number;
  readonly targetProcessDefinitionKey: number;
  readonly mappings: readonly MappingInstruction[];
}

/**
 * Lets a running process instance go on in another version of its process, or in another process. Keys, jobs, user tasks and
 * variables stay as they are; what is waited for is kept, closed and opened as the mapping says. All of it happens, or nothing.
 */
export const migrateProcessInstance = defineCommand('MIGRATE', (step, input: MigrateProcessInstanceInput) => {
  const { processInstanceKey } = input;
  const { instance, model } = findProcessInstance(step, processInstanceKey);
  const target = step.state.definitions.startable(input.targetProcessDefinitionKey);
  if (target === undefined || target.value.tenantId !== instance.value.instance.tenantId) {
    throw notFound(`a process definition with key '${input.targetProcessDefinitionKey}'`);
  }
  refuseSuspended(step, processInstanceKey, 'the migration');
  const plan = new MigrationPlan(model, target, input.mappings);
  const parts = nodesOf(step, processInstanceKey).map((node) => {
    const to = node.instance.key === processInstanceKey ? target.model.root : checkElement(step, plan, node);
    const joins = step.state.elements.joinsOf(node.instance.key);
    return {
      node,
      to,
      catches: mapCatchEvents(plan, node.element, to),
      tokens: mapTokens(plan, node, to, joins),
    };
  });
  for (const { node, to, catches } of parts) {
    const namesBefore = messageNamesOf(step, node);
    closeUnmapped(step, node, catches);
    const migrated = migrateElement(step, plan, node, to);
    migrateTriggers(step, plan, node, to);
    carryOver(step, node, migrated, catches, namesBefore);
    migrateCompensations(step, plan, node.instance.key, to);
  }
  moveTokens(
    step,
    parts.flatMap(({ tokens }) => tokens),
  );
  migrateInstructions(step, plan, processInstanceKey);
});

function nodesOf(step: Step, processInstanceKey: number): readonly ElementNode[] {
  return step.state.elements.treeOf(processInstanceKey).map(({ key, state, value }) => {
    const node = findNode(step, key);
    if (node === undefined || state === 'TERMINATING') {
      throw invalidState(`Expected the element '${value.elementId}' to be active, but it is about to end`);
    }
    if (node.instance.trigger !== null || node.instance.interruption?.isPending === true) {
      throw invalidState(
        `Expected the element '${value.elementId}' to wait, but an event takes its place just now`,
      );
    }
    return node;
  });
}

/** The elements after which the instance ends are named too. */
function migrateInstructions(step: Step, plan: MigrationPlan, processInstanceKey: number): void {
  const instructions = step.state.elements.runtimeInstructions.get(processInstanceKey);
  if (instructions !== undefined) {
    const terminateAfter = instructions.terminateAfter.map((id) => plan.targetIdOf(id) ?? id);
    step.emit('RUNTIME_INSTRUCTIONS', 'CREATED', step.nextKey(), { processInstanceKey, terminateAfter });
  }
}
