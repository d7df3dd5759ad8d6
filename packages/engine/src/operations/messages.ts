import { correlateMessage, publishMessage } from '../commands/publish-message.ts';
import type { Fields } from '../http/fields.ts';
import type { OperationCall, OperationHandler } from '../http/operation-call.ts';
import { formatKey } from '../runtime/keys.ts';
import { correlatedMessages } from '../search/correlated-messages.ts';
import { messageSubscriptions } from '../search/message-subscriptions.ts';
import { search } from '../search/search.ts';
import { readBusinessId } from './business-id.ts';
import { tenantOf } from './tenant.ts';

/** Messages, and what waits for them. */
export const messageOperations: Readonly<Record<string, OperationHandler>> = {
  async publishMessage(call) {
    const fields = await call.fields();
    const message = messageOf(call, fields);
    const messageKey = call.engine.execute(publishMessage, {
      ...message,
      timeToLive: fields.optionalInteger('timeToLive', { minimum: 0 }) ?? 0,
      messageId: fields.optionalText('messageId') ?? '',
    });
    return { messageKey: formatKey(messageKey), tenantId: message.tenantId };
  },
  async correlateMessage(call) {
    const message = messageOf(call, await call.fields());
    const { messageKey, processInstanceKey } = call.engine.execute(correlateMessage, message);
    return {
      messageKey: formatKey(messageKey),
      tenantId: message.tenantId,
      processInstanceKey: formatKey(processInstanceKey),
    };
  },
  async searchMessageSubscriptions(call) {
    return search(messageSubscriptions, call.engine.projections, await call.json());
  },
  async searchCorrelatedMessageSubscriptions(call) {
    return search(correlatedMessages, call.engine.projections, await call.json());
  },
};

function messageOf(call: OperationCall, fields: Fields) {
  return {
    name: fields.requiredText('name'),
    correlationKey: fields.optionalText('correlationKey') ?? '',
    variables: fields.optionalObject('variables') ?? {},
    businessId: readBusinessId(fields),
    tenantId: tenantOf(call, fields.optionalText('tenantId')),
  };
}
