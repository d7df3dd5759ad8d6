import type { JsonObject } from '../runtime/json.ts';
import type { Projections } from './projections.ts';
import type { ElementInstanceRow } from './rows.ts';
import { elementInstanceKeyOf } from './wait-states.ts';

interface ElementCounts {
  active: number;
  canceled: number;
  incidents: number;
  completed: number;
}

/** How often each element of some process instances is active (with incidents apart), completed and canceled. The process itself is not counted. */
export function countElements(
  { elementInstances }: Projections,
  isCounted: (processInstanceKey: number) => boolean,
): JsonObject {
  const counts = new Map<string, ElementCounts>();
  for (const row of elementInstances.values()) {
    const { elementId, elementType, processInstanceKey } = row.value;
    if (elementType !== 'PROCESS' && isCounted(processInstanceKey)) {
      const count = counts.get(elementId) ?? { active: 0, canceled: 0, incidents: 0, completed: 0 };
      count[countOf(row)] += 1;
      counts.set(elementId, count);
    }
  }
  return { items: sorted(counts).map(([elementId, count]) => ({ elementId, ...count })) };
}

function countOf({ state, incidents }: ElementInstanceRow): keyof ElementCounts {
  switch (state) {
    case 'COMPLETED':
      return 'completed';
    case 'TERMINATED':
      return 'canceled';
    default:
      return incidents > 0 ? 'incidents' : 'active';
  }
}

/** How many instances of each element of a process instance wait for something. */
export function countWaiting({ waits }: Projections, processInstanceKey: number): JsonObject {
  const waiting = new Map<string, Set<number>>();
  for (const row of waits.open.values()) {
    const { value } = row.event;
    if (value.processInstanceKey === processInstanceKey) {
      const keys = waiting.get(value.elementId) ?? new Set();
      waiting.set(value.elementId, keys.add(elementInstanceKeyOf(row)));
    }
  }
  return { items: sorted(waiting).map(([elementId, keys]) => ({ elementId, waitingCount: keys.size })) };
}

function sorted<Value>(byElement: ReadonlyMap<string, Value>): [string, Value][] {
  return [...byElement].sort(([left], [right]) => (left < right ? -1 : 1));
}
