import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import { formatDate } from './entity.ts';
import { messageSubscriptionStates, messageSubscriptionTypes } from './enum-values.ts';
import type { MessageSubscriptionRow } from './message-rows.ts';
import type { Projections } from './projections.ts';

/** What waits, or waited, for a message. */
export const messageSubscriptions: SearchableEntity<MessageSubscriptionRow> = {
  rows: (projections) => projections.messages.subscriptions,
  fields: {
    messageSubscriptionKey: { type: 'key', read: (row) => row.key },
    processDefinitionKey: { type: 'key', sortable: false, read: ({ value }) => value.processDefinitionKey },
    processDefinitionId: { type: 'string', read: ({ value }) => value.processDefinitionId },
    processDefinitionName: { type: 'string', read: nameOf },
    processDefinitionVersion: { type: 'integer', read: ({ value }) => value.processDefinitionVersion },
    processInstanceKey: { type: 'key', read: ({ value }) => value.processInstanceKey },
    elementId: { type: 'string', read: ({ value }) => value.elementId },
    elementInstanceKey: { type: 'key', read: ({ value }) => value.hostKey },
    messageSubscriptionState: { type: 'enum', values: messageSubscriptionStates, read: (row) => row.state },
    messageSubscriptionType: { type: 'enum', values: messageSubscriptionTypes, read: typeOf },
    lastUpdatedDate: { type: 'dateTime', read: (row) => row.updatedAt },
    messageName: { type: 'string', read: ({ value }) => value.messageName },
    correlationKey: { type: 'string', read: ({ value }) => value.correlationKey },
    tenantId: { type: 'string', read: ({ value }) => value.tenantId },
    toolName: { type: 'string', read: () => null },
    inboundConnectorType: { type: 'string', read: () => null },
  },
  view: (row, all) => {
    const { key, value, state, updatedAt } = row;
    return {
      messageSubscriptionKey: formatKey(key),
      processDefinitionId: value.processDefinitionId,
      processDefinitionKey: formatKey(value.processDefinitionKey),
      processDefinitionName: nameOf(row, all),
      processDefinitionVersion: value.processDefinitionVersion,
      processInstanceKey: formatOptionalKey(value.processInstanceKey),
      rootProcessInstanceKey: formatOptionalKey(value.rootProcessInstanceKey),
      elementId: value.elementId,
      elementInstanceKey: formatOptionalKey(value.hostKey),
      messageSubscriptionState: state,
      messageSubscriptionType: typeOf(row),
      lastUpdatedDate: formatDate(updatedAt),
      messageName: value.messageName,
      correlationKey: value.correlationKey,
      tenantId: value.tenantId,
      toolName: null,
      toolProperties: {},
      inboundConnectorType: null,
    };
  },
};

function typeOf({ value }: MessageSubscriptionRow): 'START_EVENT' | 'PROCESS_EVENT' {
  return value.hostKey === 0 ? 'START_EVENT' : 'PROCESS_EVENT';
}

function nameOf({ value }: MessageSubscriptionRow, { processDefinitions }: Projections): string | null {
  return processDefinitions.get(value.processDefinitionKey)?.value.name ?? null;
}
