import type { FeelContext } from '../feel/index.ts';
import type { ExecutableElement } from '../model/executable.ts';
import type { TimerValue, WaitingValue } from '../runtime/catch-event-values.ts';
import type { Step } from '../runtime/step.ts';
import type { WaitingOf } from '../state/catch-event-records.ts';
import { firstDue, nextDue, parseTimer, type TimerDefinition, type TimerKind } from '../timer/index.ts';
import type { CatchEventKind } from './behaviour.ts';
import { canTrigger, triggerCatchEvent } from './catch-event-trigger.ts';
import { listWaiting, waitingOf } from './catch-event-waiting.ts';
import { ElementFailure } from './element-failure.ts';
import { evaluateText, scopeContext } from './evaluate.ts';

/** Waiting for a time. */
export const timerEvents: CatchEventKind = {
  open(step, host, catching) {
    openTimer(step, waitingOf(host, catching), catching, scopeContext(step, host.instance.key));
  },
  close(step, host, only) {
    for (const { key, value } of listWaiting(step, host, 'TIMER', only)) {
      step.emit('TIMER', 'CANCELED', key, value);
    }
  },
};

/** Begins to wait for a time; one that has passed comes next, one that is due at `after` or before not at all. @throws ElementFailure */
export function openTimer(
  step: Step,
  waiting: WaitingValue,
  { event, id }: ExecutableElement,
  context: FeelContext,
  after = Number.NEGATIVE_INFINITY,
): void {
  if (event?.kind !== 'timer') {
    return;
  }
  const { timer } = event;
  const text = evaluateText(step, context, event.value, `The timer of the element '${id}'`);
  const dueAt = firstDue(readTimer(timer, text, id), step.now);
  if (dueAt !== undefined && dueAt > after) {
    step.emit('TIMER', 'CREATED', step.nextKey(), { ...waiting, timer, text, dueAt, timesFired: 0 });
  }
}

function readTimer(timer: TimerKind, text: string, elementId: string): TimerDefinition {
  const result = parseTimer(timer, text);
  if (!result.ok) {
    const reason = `The timer of the element '${elementId}' cannot be read: ${result.message}`;
    throw new ElementFailure('EXTRACT_VALUE_ERROR', reason);
  }
  return result.timer;
}

/** A timer is due: what waits goes on. One that repeats is due again one interval after it was due now, however late this is. */
export function fireTimer(step: Step, { key, value }: WaitingOf<'TIMER'>): void {
  if (!canTrigger(step, value)) {
    step.emit('TIMER', 'CANCELED', key, value);
    return;
  }
  step.emit('TIMER', 'TRIGGERED', key, value);
  if (value.staysOpen) {
    repeatTimer(step, value);
  }
  triggerCatchEvent(step, value, {});
}

function repeatTimer(step: Step, value: TimerValue): void {
  const timesFired = value.timesFired + 1;
  const dueAt = nextDue(readTimer(value.timer, value.text, value.elementId), value.dueAt, timesFired);
  if (dueAt !== undefined) {
    step.emit('TIMER', 'CREATED', step.nextKey(), { ...value, dueAt, timesFired });
  }
}
