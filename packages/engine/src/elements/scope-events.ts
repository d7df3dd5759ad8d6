import { activateElement } from '../execution/activate-element.ts';
import type { ElementNode } from '../execution/behaviour.ts';
import { throwCompensation } from '../execution/compensation.ts';
import { completeElement } from '../execution/complete-element.ts';
import { throwEscalation } from '../execution/escalations.ts';
import { evaluateText, scopeContext } from '../execution/evaluate.ts';
import { findNode } from '../execution/node.ts';
import { terminateScopeContent } from '../execution/terminate-scope.ts';
import type { ExecutableElement } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';

/** What escalation, compensation and terminate events do, on the way or at the end. Gives false for every other kind of event. */
export function throwInScope(step: Step, node: ElementNode): boolean {
  const { instance, element } = node;
  const { event } = element;
  if (event?.kind === 'escalation' && event.code !== null) {
    const context = scopeContext(step, instance.key);
    const code = evaluateText(
      step,
      context,
      event.code,
      `The escalation code of the element '${element.id}'`,
    );
    if (!throwEscalation(step, node, code)) {
      step.enqueue(completeElement, { key: instance.key });
    }
    return true;
  }
  if (event?.kind === 'compensation') {
    if (!throwCompensation(step, node, event.activityId)) {
      step.enqueue(completeElement, { key: instance.key });
    }
    return true;
  }
  const scope = findNode(step, instance.value.flowScopeKey);
  if (event?.kind === 'terminate' && scope !== undefined) {
    terminateScopeContent(step, scope, instance.key);
    step.enqueue(completeElement, { key: instance.key });
    return true;
  }
  return false;
}

/** A link throw event goes on at the catch event of its name in the same scope. */
export function followLink(step: Step, { instance, element }: ElementNode): void {
  const target = linkTargetOf(element);
  if (target !== undefined) {
    step.enqueue(activateElement, { elementId: target.id, flowScopeKey: instance.value.flowScopeKey });
  }
}

/** Where a link throw event leads. */
function linkTargetOf({ type, event, parent }: ExecutableElement): ExecutableElement | undefined {
  if (type !== 'INTERMEDIATE_THROW_EVENT' || event?.kind !== 'link') {
    return undefined;
  }
  return parent?.children.find(
    (other) =>
      other.type === 'INTERMEDIATE_CATCH_EVENT' &&
      other.event?.kind === 'link' &&
      other.event.name === event.name,
  );
}
