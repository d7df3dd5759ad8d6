import { defineCommand } from '../runtime/command.ts';
import type { Step } from '../runtime/step.ts';
import { acceptsActivation, activateElement } from './activate-element.ts';
import type { ElementNode } from './behaviour.ts';
import { closeCatchEvents } from './catch-events.ts';
import { finishCompensation } from './compensation.ts';
import { completeScopeIfDone } from './complete-element.ts';
import { startPendingInterruption } from './event-sub-processes.ts';
import { attemptPhase, resolveOpenIncidents } from './incidents.ts';
import { activateFilledJoins } from './inclusive-joins.ts';
import { cancelJob } from './jobs.ts';
import { releaseMessageStart } from './message-starts.ts';
import { startNextListener } from './next-listener.ts';
import { behaviourOf, findNode } from './node.ts';
import { endsInstance } from './runtime-instructions.ts';

export interface TerminateElementInput {
  readonly key: number;
  /** Whether user tasks are canceled without asking their listeners. @default false */
  readonly skipListeners?: boolean | undefined;
}

/** Ends an element instance and everything inside it. A user task that has canceling listeners waits for them. */
export const terminateElement = defineCommand('TERMINATE_ELEMENT', (step, input: TerminateElementInput) => {
  const { key, skipListeners = false } = input;
  const node = findNode(step, key);
  if (node === undefined || node.instance.state === 'TERMINATING') {
    return;
  }
  const { instance } = node;
  step.emit('PROCESS_INSTANCE', 'ELEMENT_TERMINATING', key, instance.value);
  if (step.state.suspensions.isSuspended(key)) {
    // What has to happen before the end must not wait for a resumption that never comes.
    step.emit('PROCESS_INSTANCE_SUSPENSION', 'RESUMED', key, { processInstanceKey: key });
  }
  closeCatchEvents(step, node);
  cancelJob(step, instance.jobKey);
  resolveOpenIncidents(step, key);
  behaviourOf(step, instance).onTerminating?.(step, node, skipListeners);
  if (step.state.userTasks.ofElement(key) !== undefined) {
    return;
  }
  const called = findNode(step, instance.calledInstanceKey);
  if (called !== undefined) {
    step.enqueue(terminateElement, { key: called.instance.key, skipListeners });
    return;
  }
  if (instance.activeChildren === 0) {
    finishTermination(step, node);
    return;
  }
  for (const child of step.state.elements.children.of(key)) {
    step.enqueue(terminateElement, { key: child, skipListeners });
  }
});

/** A listener of what is canceled has done its job, or an incident of it is resolved. */
export const continueTermination = defineCommand('CONTINUE_TERMINATION', (step, input: { key: number }) => {
  const node = findNode(step, input.key);
  if (node?.instance.state === 'TERMINATING') {
    finishTermination(step, node);
  }
});

/** The element has nothing inside any more: a process asks its cancel listeners first, then the element is gone. */
function finishTermination(step: Step, node: ElementNode): void {
  if (!node.element.listeners.some(({ eventType }) => eventType === 'CANCEL')) {
    leave(step, node);
    return;
  }
  attemptPhase(step, node.instance.key, () => {
    if (!startNextListener(step, node, 'CANCEL')) {
      leave(step, node);
    }
  });
}

/** The element is gone, and whatever ended it goes on in its place. */
function leave(step: Step, node: ElementNode): void {
  const { key, value, trigger } = node.instance;
  releaseMessageStart(step, node.instance);
  step.emit('PROCESS_INSTANCE', 'ELEMENT_TERMINATED', key, value);
  finishCompensation(step, node);
  endsInstance(step, value);
  const scope = findNode(step, value.flowScopeKey);
  if (scope === undefined) {
    const caller = findNode(step, value.instance.parentElementInstanceKey);
    if (caller?.instance.state === 'TERMINATING') {
      finishTermination(step, caller);
    }
    return;
  }
  if (trigger !== null && acceptsActivation(step, scope.instance, trigger.elementId)) {
    const { elementId, variables } = trigger;
    step.enqueue(activateElement, { elementId, flowScopeKey: value.flowScopeKey, variables });
  } else if (scope.instance.state === 'TERMINATING' && scope.instance.activeChildren === 0) {
    finishTermination(step, scope);
  } else if (!startPendingInterruption(step, value.flowScopeKey)) {
    activateFilledJoins(step, value.flowScopeKey);
    completeScopeIfDone(step, value.flowScopeKey);
  }
}
