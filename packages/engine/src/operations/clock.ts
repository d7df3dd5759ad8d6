import type { OperationHandler } from '../http/operation-call.ts';

/** The last moment whose text is a date-time as the API writes it; due dates and deadlines lie after it. */
const END_OF_YEAR_9999 = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The engine's time. */
export const clockOperations: Readonly<Record<string, OperationHandler>> = {
  async pinClock(call) {
    const fields = await call.fields();
    call.engine.environment.clock.pin(
      fields.requiredInteger('timestamp', { minimum: 0, maximum: END_OF_YEAR_9999 }),
    );
    return undefined;
  },
  resetClock(call) {
    call.engine.environment.clock.reset();
    return undefined;
  },
};
