import { throwSignal } from '../execution/catch-event-signals.ts';
import type { SignalValue } from '../runtime/catch-event-values.ts';
import { defineCommand } from '../runtime/command.ts';

/** Brings a signal to everything that waits for it. Gives its key. */
export const broadcastSignal = defineCommand('BROADCAST', (step, input: SignalValue): number =>
  throwSignal(step, input),
);
