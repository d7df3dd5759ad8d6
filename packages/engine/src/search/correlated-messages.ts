import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import { formatDate } from './entity.ts';
import type { CorrelatedMessageRow } from './message-rows.ts';

/** Everything runs in one partition. */
const PARTITION = 1;

/** Every time that a message came to something that waited for it. */
export const correlatedMessages: SearchableEntity<CorrelatedMessageRow> = {
  rows: (projections) => projections.messages.correlations,
  fields: {
    businessId: { type: 'string', read: ({ value }) => value.businessId },
    correlationKey: { type: 'string', read: ({ value }) => value.correlationKey },
    correlationTime: { type: 'dateTime', read: (row) => row.correlatedAt },
    elementId: { type: 'string', read: ({ value }) => value.elementId },
    elementInstanceKey: { type: 'key', read: ({ value }) => value.elementInstanceKey },
    messageKey: { type: 'key', read: ({ value }) => value.messageKey },
    messageName: { type: 'string', read: ({ value }) => value.messageName },
    partitionId: { type: 'integer', read: () => PARTITION },
    processDefinitionId: { type: 'string', read: ({ value }) => value.processDefinitionId },
    processDefinitionKey: { type: 'key', read: ({ value }) => value.processDefinitionKey },
    processInstanceKey: { type: 'key', read: ({ value }) => value.processInstanceKey },
    subscriptionKey: { type: 'key', read: ({ value }) => value.subscriptionKey },
    tenantId: { type: 'string', read: ({ value }) => value.tenantId },
  },
  view: ({ value, correlatedAt }) => ({
    businessId: value.businessId,
    correlationKey: value.correlationKey,
    correlationTime: formatDate(correlatedAt),
    elementId: value.elementId,
    elementInstanceKey: formatOptionalKey(value.elementInstanceKey),
    messageKey: formatKey(value.messageKey),
    messageName: value.messageName,
    partitionId: PARTITION,
    processDefinitionId: value.processDefinitionId,
    processDefinitionKey: formatKey(value.processDefinitionKey),
    processInstanceKey: formatKey(value.processInstanceKey),
    rootProcessInstanceKey: formatOptionalKey(value.rootProcessInstanceKey),
    subscriptionKey: formatKey(value.subscriptionKey),
    tenantId: value.tenantId,
  }),
};
