import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { createJob } from './jobs.ts';
import { refresh } from './node.ts';

/** Makes the job of the next execution listener before or after an element's work. Gives false if all have had their turn. */
export function startNextListener(step: Step, node: ElementNode, phase: 'START' | 'END'): boolean {
  if (node.element.listeners.length === 0) {
    return false;
  }
  const listeners = node.element.listeners.filter(
    ({ eventType }) => (eventType === 'END') === (phase === 'END'),
  );
  const listener = listeners[refresh(step, node).instance.listenersDone];
  if (listener === undefined) {
    return false;
  }
  createJob(step, node, listener.job, {
    kind: 'EXECUTION_LISTENER',
    listenerEventType: listener.eventType,
  });
  return true;
}
