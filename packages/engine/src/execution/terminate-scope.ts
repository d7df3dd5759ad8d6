import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { closeEventSubProcesses } from './catch-events.ts';
import { terminateChildren } from './event-sub-processes.ts';

/**
 * Ends everything in a scope but one child, after which the scope completes. Nothing can start in it any more.
 *
 * @param exceptKey the child that has caused it, which completes by itself
 */
export function terminateScopeContent(step: Step, scope: ElementNode, exceptKey: number): void {
  const { key, value } = scope.instance;
  const cause = step.state.elements.instances.get(exceptKey)?.value.elementId ?? value.elementId;
  step.emit('PROCESS_EVENT', 'INTERRUPTING', step.nextKey(), {
    elementId: cause,
    hostKey: key,
    processInstanceKey: value.processInstanceKey,
    variables: {},
  });
  closeEventSubProcesses(step, scope);
  terminateChildren(step, key, exceptKey);
}
