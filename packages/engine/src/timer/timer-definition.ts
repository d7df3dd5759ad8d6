import type { CronSchedule } from './cron.ts';
import type { IsoDuration } from './iso-duration.ts';

/** The three ways in which a model writes a timer. */
export type TimerKind = 'date' | 'duration' | 'cycle';

/** A timer that has been read and can say when it is due. */
export type TimerDefinition =
  | { readonly kind: 'date'; readonly dueAtMs: number }
  | { readonly kind: 'duration'; readonly duration: IsoDuration }
  | {
      readonly kind: 'interval';
      /** How often the timer fires in all; Infinity without an end. */
      readonly repetitions: number;
      readonly startMs?: number;
      readonly duration: IsoDuration;
    }
  | { readonly kind: 'cron'; readonly schedule: CronSchedule };

/** What reading a timer gave, or the message for a deployment's rejection or an incident. */
export type TimerParseResult =
  | { readonly ok: true; readonly timer: TimerDefinition }
  | { readonly ok: false; readonly message: string };
