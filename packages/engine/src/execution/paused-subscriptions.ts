import type { Step } from '../runtime/step.ts';
import type { Waiting } from '../state/catch-event-records.ts';
import { correlateBuffered } from './catch-event-messages.ts';

/** A suspended instance takes no messages and no signals. */
export function pauseSubscriptions(step: Step, processInstanceKey: number): void {
  for (const { type, key, value, isPaused } of subscriptionsOf(step, processInstanceKey)) {
    if (type === 'MESSAGE_SUBSCRIPTION' && !isPaused) {
      step.emit('MESSAGE_SUBSCRIPTION', 'PAUSED', key, value);
    } else if (type === 'SIGNAL_SUBSCRIPTION' && !isPaused) {
      step.emit('SIGNAL_SUBSCRIPTION', 'PAUSED', key, value);
    }
  }
}

/** The instance takes messages and signals again; messages that still live come next, signals are lost. */
export function reopenSubscriptions(step: Step, processInstanceKey: number): void {
  for (const { type, key, value, isPaused } of subscriptionsOf(step, processInstanceKey)) {
    if (type === 'MESSAGE_SUBSCRIPTION' && isPaused) {
      step.emit('MESSAGE_SUBSCRIPTION', 'REOPENED', key, value);
      step.enqueue(correlateBuffered, { subscriptionKey: key });
    } else if (type === 'SIGNAL_SUBSCRIPTION' && isPaused) {
      step.emit('SIGNAL_SUBSCRIPTION', 'REOPENED', key, value);
    }
  }
}

function subscriptionsOf(step: Step, processInstanceKey: number): readonly Waiting[] {
  const { catchEvents, elements } = step.state;
  return elements.treeOf(processInstanceKey).flatMap(({ key }) => catchEvents.ofHost(key));
}
