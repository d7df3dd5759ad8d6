import type { ElementNode } from '../execution/behaviour.ts';
import type { ExecutableElement } from '../model/executable.ts';
import { invalidState } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { MigrationPlan } from './migration-plan.ts';

/** What has interrupted a scope, and where a scope that has not begun yet will begin, is named by elements too. */
export function migrateTriggers(
  step: Step,
  plan: MigrationPlan,
  { instance }: ElementNode,
  target: ExecutableElement,
): void {
  const { key: hostKey, interruption, state, value } = instance;
  const { processInstanceKey } = value;
  if (interruption !== null) {
    const { variables } = interruption;
    const elementId = startIn(plan, target, interruption.elementId);
    step.emit('PROCESS_EVENT', 'TRIGGERED', step.nextKey(), {
      elementId,
      hostKey,
      processInstanceKey,
      variables,
    });
  }
  const start = step.state.elements.starts.get(hostKey);
  if (start !== undefined && state === 'ACTIVATING') {
    const { variables } = start;
    const elementId = startIn(plan, target, start.elementId);
    step.emit('PROCESS_EVENT', 'STARTING', step.nextKey(), {
      elementId,
      hostKey,
      processInstanceKey,
      variables,
    });
  }
}

/** The start event in the target: the one it is mapped to, else the only one of the event sub-process that its own becomes. */
function startIn(plan: MigrationPlan, target: ExecutableElement, startId: string): string {
  const container = plan.targetOf(plan.source.elements.get(startId)?.parent?.id ?? '');
  const found =
    plan.targetOf(startId) ??
    (container === target || container?.type === 'EVENT_SUB_PROCESS'
      ? container.children.find(({ type }) => type === 'START_EVENT')
      : undefined);
  if (found === undefined) {
    throw invalidState(`Expected a mapping instruction for '${startId}', which '${target.id}' was begun by`);
  }
  return found.id;
}
