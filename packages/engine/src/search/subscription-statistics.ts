import type { JsonObject } from '../runtime/json.ts';
import { formatKey } from '../runtime/keys.ts';
import type { SearchableEntity } from './entity.ts';
import { messageSubscriptions } from './message-subscriptions.ts';
import type { Projections } from './projections.ts';
import type { Row } from './rows.ts';
import { findRows } from './search.ts';

/** What waits for messages in one version of a process. */
interface SubscriptionCounts extends Row {
  readonly processDefinitionId: string;
  readonly tenantId: string;
  readonly instances: Set<number>;
  subscriptions: number;
}

/** How much waits for messages in each version of a process, of what a filter over message subscriptions lets through. */
export function subscriptionStatistics(filter: JsonObject): SearchableEntity<SubscriptionCounts> {
  return {
    rows: (all) => count(all, filter),
    fields: {},
    view: ({ key, processDefinitionId, tenantId, instances, subscriptions }) => ({
      processDefinitionId,
      tenantId,
      processDefinitionKey: formatKey(key),
      processInstancesWithActiveSubscriptions: instances.size,
      activeSubscriptions: subscriptions,
    }),
  };
}

function count(all: Projections, filter: JsonObject): Map<number, SubscriptionCounts> {
  const counts = new Map<number, SubscriptionCounts>();
  for (const { value, state } of findRows(messageSubscriptions, all, filter)) {
    if (state === 'DELETED' || (state === 'CORRELATED' && !value.staysOpen)) {
      continue;
    }
    const { processDefinitionKey: key, processDefinitionId, tenantId, processInstanceKey } = value;
    const found = counts.get(key) ?? {
      key,
      processDefinitionId,
      tenantId,
      instances: new Set<number>(),
      subscriptions: 0,
    };
    found.subscriptions += 1;
    if (processInstanceKey !== 0) {
      found.instances.add(processInstanceKey);
    }
    counts.set(key, found);
  }
  return counts;
}
