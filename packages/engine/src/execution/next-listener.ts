import type { ListenerDefinition } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { createJob } from './jobs.ts';
import { refresh } from './node.ts';

/** Whose turn it is before an element's work, after it, and instead of its end. */
const EVENT_TYPES = {
  START: ['START', 'BEFORE_ALL'],
  END: ['END'],
  CANCEL: ['CANCEL'],
} as const satisfies Record<string, readonly ListenerDefinition['eventType'][]>;

/** Makes the job of the next execution listener of a phase of an element's life. Gives false if all have had their turn. */
export function startNextListener(step: Step, node: ElementNode, phase: keyof typeof EVENT_TYPES): boolean {
  if (node.element.listeners.length === 0) {
    return false;
  }
  const eventTypes: readonly string[] = EVENT_TYPES[phase];
  const listeners = node.element.listeners.filter(({ eventType }) => eventTypes.includes(eventType));
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
