import type { ExecutableElement } from '../model/executable.ts';
import { flowScopesOf } from '../model/flow-scopes.ts';
import { invalidState } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { CompensationSubscription } from '../state/compensation-state.ts';
import type { MigrationPlan } from './migration-plan.ts';

/**
 * The completed activities of a scope, which becomes `scope`: those whose compensation boundary event becomes another one can
 * be compensated as the target says, the others no longer.
 */
export function migrateCompensations(
  step: Step,
  plan: MigrationPlan,
  scopeKey: number,
  scope: ExecutableElement,
): void {
  for (const subscription of step.state.compensations.of(scopeKey)) {
    const boundary = boundaryOf(plan, subscription.value.activityId);
    const target = plan.targetOf(boundary?.id ?? '');
    if (target === undefined) {
      drop(step, subscription);
    } else {
      migrate(step, plan, subscription, scope, target);
    }
  }
}

function boundaryOf(plan: MigrationPlan, activityId: string): ExecutableElement | undefined {
  return plan.source.elements.get(activityId)?.boundaryEvents.find(isCompensation);
}

function isCompensation({ event }: ExecutableElement): boolean {
  return event?.kind === 'compensation';
}

function drop(step: Step, { key, value }: CompensationSubscription): void {
  if (value.throwKey !== 0) {
    throw invalidState(
      `Expected a mapping instruction for the compensation boundary event of '${value.activityId}', because its handler is at work`,
    );
  }
  step.emit('COMPENSATION_SUBSCRIPTION', 'DELETED', key, value);
}

function migrate(
  step: Step,
  plan: MigrationPlan,
  { key, value }: CompensationSubscription,
  scope: ExecutableElement,
  target: ExecutableElement,
): void {
  const activity = isCompensation(target) ? target.attachedTo : null;
  const handler = activity?.compensationHandler ?? null;
  if (activity === null || handler === null) {
    throw invalidState(
      `Expected the compensation boundary event of '${value.activityId}' to become another one, but '${target.id}' is none`,
    );
  }
  const scopes = flowScopesOf(plan.target.model, activity);
  const path = scopes.slice(scopes.indexOf(scope) + 1).map(({ id }) => id);
  if (!scopes.includes(scope) || path.length !== value.path.length) {
    throw invalidState(
      `Expected '${value.activityId}' to stay in its scope, but '${activity.id}' is in another`,
    );
  }
  step.emit('COMPENSATION_SUBSCRIPTION', 'MIGRATED', key, {
    ...value,
    activityId: activity.id,
    handlerId: handler.id,
    path,
  });
}
