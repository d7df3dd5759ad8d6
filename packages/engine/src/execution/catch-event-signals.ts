import type { FeelContext } from '../feel/index.ts';
import type { ExecutableElement } from '../model/executable.ts';
import type { SignalValue, WaitingValue } from '../runtime/catch-event-values.ts';
import type { Step } from '../runtime/step.ts';
import type { CatchEventKind } from './behaviour.ts';
import { canTrigger, triggerCatchEvent } from './catch-event-trigger.ts';
import { listWaiting, waitingOf } from './catch-event-waiting.ts';
import { evaluateText, scopeContext } from './evaluate.ts';

/** Waiting for a signal: by name, as it is when the wait begins. */
export const signalEvents: CatchEventKind = {
  open(step, host, catching) {
    openSignal(step, waitingOf(host, catching), catching, scopeContext(step, host.instance.key));
  },
  close(step, host, only) {
    for (const { key, value } of listWaiting(step, host, 'SIGNAL_SUBSCRIPTION', only)) {
      step.emit('SIGNAL_SUBSCRIPTION', 'DELETED', key, value);
    }
  },
};

/** Begins to wait for a signal. @throws ElementFailure */
export function openSignal(
  step: Step,
  waiting: WaitingValue,
  { event, id }: ExecutableElement,
  context: FeelContext,
): void {
  if (event?.kind === 'signal') {
    const signalName = evaluateText(step, context, event.name, `The signal name of the element '${id}'`);
    step.emit('SIGNAL_SUBSCRIPTION', 'CREATED', step.nextKey(), { ...waiting, signalName });
  }
}

/** Brings a signal to everything that waits for it now; nobody can catch it later. Gives the signal's key. */
export function throwSignal(step: Step, signal: SignalValue): number {
  const signalKey = step.nextKey();
  step.emit('SIGNAL', 'BROADCASTED', signalKey, signal);
  for (const { key, value } of step.state.catchEvents.toSignal(signal.tenantId, signal.name)) {
    const isOpen = step.state.catchEvents.find('SIGNAL_SUBSCRIPTION', key) !== undefined;
    if (isOpen && canTrigger(step, value)) {
      step.emit('SIGNAL_SUBSCRIPTION', 'TRIGGERED', key, value);
      triggerCatchEvent(step, value, signal.variables);
    }
  }
  return signalKey;
}
