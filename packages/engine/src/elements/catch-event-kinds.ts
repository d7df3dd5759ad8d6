import type { CatchEventTable } from '../execution/behaviour.ts';
import { conditionalEvents } from '../execution/catch-event-conditions.ts';
import { messageEvents } from '../execution/catch-event-messages.ts';
import { signalEvents } from '../execution/catch-event-signals.ts';
import { timerEvents } from '../execution/catch-event-timers.ts';

/** How each kind of event is waited for. */
export const catchEventKinds: CatchEventTable = {
  message: messageEvents,
  signal: signalEvents,
  timer: timerEvents,
  conditional: conditionalEvents,
};
