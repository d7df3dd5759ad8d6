import type { OperationHandler } from '../http/operation-call.ts';

/** The engine's time. */
export const clockOperations: Readonly<Record<string, OperationHandler>> = {
  async pinClock(call) {
    const fields = await call.fields();
    call.engine.environment.clock.pin(fields.requiredInteger('timestamp', { minimum: 0 }));
    return undefined;
  },
  resetClock(call) {
    call.engine.environment.clock.reset();
    return undefined;
  },
};
