import type { ElementNode } from '../execution/behaviour.ts';
import { findNode } from '../execution/node.ts';
import type { ExecutableElement } from '../model/executable.ts';
import { flowScopesOf } from '../model/flow-scopes.ts';
import { invalidState } from '../runtime/engine-rejection.ts';
import type { ElementType } from '../runtime/event.ts';
import type { Step } from '../runtime/step.ts';
import type { MigrationPlan } from './migration-plan.ts';

/** Elements that pass at once; only an incident or a job can have stopped one. */
const UNSUPPORTED: ReadonlySet<ElementType> = new Set([
  'START_EVENT',
  'END_EVENT',
  'BOUNDARY_EVENT',
  'INTERMEDIATE_THROW_EVENT',
  'TASK',
  'MANUAL_TASK',
]);

/** Refuses what an active element instance cannot become. Gives what it becomes. @throws EngineRejection */
export function checkElement(step: Step, plan: MigrationPlan, node: ElementNode): ExecutableElement {
  const { element: source, instance } = node;
  const target = plan.targetOfInstance(step, instance);
  if (UNSUPPORTED.has(source.type)) {
    throw invalidState(
      `Expected active elements that can be migrated, but '${source.id}' is a ${source.type}, which cannot`,
    );
  }
  refuseOther(source, target);
  refuseOtherScope(step, plan, node, target);
  return target;
}

/** Type and implementation stay what they are. @throws EngineRejection */
export function refuseOther(source: ExecutableElement, target: ExecutableElement): void {
  if (source.type !== target.type) {
    throw invalidState(
      `Expected '${source.id}' to become an element of the same type, but it is a ${source.type} and '${target.id}' a ${target.type}`,
    );
  }
  const [before, after] = [implementationOf(source), implementationOf(target)];
  if (before !== after) {
    throw invalidState(
      `Expected '${source.id}' to become an element that is carried out in the same way, but it is ${before} and '${target.id}' ${after}`,
    );
  }
  if (source.inner !== null && target.inner !== null) {
    refuseOther(source.inner, target.inner);
  }
}

function implementationOf({ type, userTask, job, script, loop, event }: ExecutableElement): string {
  if (type === 'MULTI_INSTANCE_BODY') {
    return loop?.isSequential === true ? 'sequential' : 'parallel';
  }
  if (type === 'INTERMEDIATE_CATCH_EVENT') {
    return `a ${event?.kind} event`;
  }
  if (userTask !== null) {
    return 'a user task of the engine';
  }
  return job !== null ? 'a job' : script !== null ? 'a script' : 'done by the engine';
}

/** Nothing is put into another scope. */
function refuseOtherScope(
  step: Step,
  plan: MigrationPlan,
  { instance, element }: ElementNode,
  target: ExecutableElement,
): void {
  const scope = findNode(step, instance.value.flowScopeKey);
  if (scope === undefined || scope.element.inner === element) {
    return;
  }
  const expected = flowScopesOf(plan.target.model, target).at(-1);
  const actual = plan.targetOfInstance(step, scope.instance);
  if (expected?.id !== actual.id || expected.type !== actual.type) {
    throw invalidState(
      `Expected '${element.id}' to stay in its scope, which becomes '${actual.id}', but '${target.id}' is in '${expected?.id}'`,
    );
  }
}
