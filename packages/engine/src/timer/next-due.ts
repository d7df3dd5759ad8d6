import { addIsoDuration } from './iso-duration.ts';
import type { TimerDefinition } from './timer-definition.ts';

/**
 * When a timer that starts now is due for the first time, in epoch milliseconds; a time in the past fires at once.
 *
 * A cycle whose start has passed is due now and continues from now. Undefined means never (`R0`, or a cron expression for a day
 * that does not exist).
 */
export function firstDue(timer: TimerDefinition, nowMs: number): number | undefined {
  switch (timer.kind) {
    case 'date':
      return timer.dueAtMs;
    case 'duration':
      return addIsoDuration(nowMs, timer.duration);
    case 'interval':
      if (timer.repetitions === 0) return undefined;
      return timer.startMs === undefined
        ? addIsoDuration(nowMs, timer.duration)
        : Math.max(timer.startMs, nowMs);
    case 'cron':
      return timer.schedule.nextAfter(nowMs);
  }
}

/**
 * When a timer is due again after it was due at `previousDueMs` and has fired `timesFired` times in all. The interval counts
 * from the previous due date, not from the time of firing, so that cycles do not drift and a jump of the clock catches up
 * occurrence by occurrence. Undefined when it does not repeat.
 */
export function nextDue(
  timer: TimerDefinition,
  previousDueMs: number,
  timesFired: number,
): number | undefined {
  if (timer.kind === 'cron') return timer.schedule.nextAfter(previousDueMs);
  if (timer.kind !== 'interval' || timesFired >= timer.repetitions) return undefined;
  return addIsoDuration(previousDueMs, timer.duration);
}
