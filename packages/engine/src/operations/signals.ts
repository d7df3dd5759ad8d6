import { broadcastSignal } from '../commands/broadcast-signal.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { formatKey } from '../runtime/keys.ts';
import { tenantOf } from './tenant.ts';

/** Signals. */
export const signalOperations: Readonly<Record<string, OperationHandler>> = {
  async broadcastSignal(call) {
    const fields = await call.fields();
    const tenantId = tenantOf(call, fields.optionalText('tenantId'));
    const signalKey = call.engine.execute(broadcastSignal, {
      name: fields.requiredText('signalName'),
      variables: fields.optionalObject('variables') ?? {},
      tenantId,
    });
    return { signalKey: formatKey(signalKey), tenantId };
  },
};
