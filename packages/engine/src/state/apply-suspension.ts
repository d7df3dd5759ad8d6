import type { EventOf } from '../runtime/event.ts';
import type { EngineState } from './engine-state.ts';

/** An instance is suspended or resumed: nobody gets its jobs and its timers are not due, or they are again. */
export function applySuspension(state: EngineState, event: EventOf<'PROCESS_INSTANCE_SUSPENSION'>): void {
  const { processInstanceKey } = event.value;
  if (event.intent === 'SUSPENDED') {
    state.suspensions.suspend(event);
  } else {
    state.suspensions.resume(processInstanceKey);
  }
  for (const { key, jobKey } of state.elements.treeOf(processInstanceKey)) {
    state.jobs.relist(jobKey);
    for (const waiting of state.catchEvents.ofHost(key)) {
      if (waiting.type === 'TIMER') {
        scheduleTimer(state, waiting.key, waiting.value);
      }
    }
  }
}

/** A timer is due at its time, unless its instance is suspended. */
export function scheduleTimer(
  state: EngineState,
  key: number,
  { dueAt, processInstanceKey }: EventOf<'TIMER'>['value'],
): void {
  if (state.suspensions.isSuspended(processInstanceKey)) {
    state.due.cancel(key);
  } else {
    state.due.schedule('TIMER', key, dueAt);
  }
}

/** A command waits for its instance to be resumed, or does so no longer. */
export function applyDeferredCommand(state: EngineState, event: EventOf<'DEFERRED_COMMAND'>): void {
  if (event.intent === 'DEFERRED') {
    state.suspensions.defer(event);
  } else {
    state.suspensions.release(event);
  }
}
