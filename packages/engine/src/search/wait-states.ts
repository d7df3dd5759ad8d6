import type { TimerValue } from '../runtime/catch-event-values.ts';
import type { ElementType } from '../runtime/event.ts';
import type { JsonObject } from '../runtime/json.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import { parseTimer } from '../timer/index.ts';
import type { SearchableEntity } from './entity.ts';
import { formatOptionalDate } from './entity.ts';
import { elementTypes, waitStateTypes } from './enum-values.ts';
import type { Projections } from './projections.ts';
import type { WaitingEvent, WaitRow } from './wait-rows.ts';

type WaitStateType = (typeof waitStateTypes)[number];

const TYPES: Readonly<Record<WaitingEvent['valueType'], WaitStateType>> = {
  JOB: 'JOB',
  USER_TASK: 'USER_TASK',
  MESSAGE_SUBSCRIPTION: 'MESSAGE',
  SIGNAL_SUBSCRIPTION: 'SIGNAL',
  CONDITION_SUBSCRIPTION: 'CONDITION',
  TIMER: 'TIMER',
};

/** What element instances wait for now. */
export const waitStates: SearchableEntity<WaitRow> = {
  rows: (projections) => projections.waits.open,
  fields: {
    elementInstanceKey: { type: 'key', read: elementInstanceKeyOf },
    processInstanceKey: { type: 'key', read: ({ event }) => event.value.processInstanceKey },
    rootProcessInstanceKey: { type: 'key', read: (row) => placeOf(row).rootProcessInstanceKey },
    elementId: { type: 'string', read: ({ event }) => event.value.elementId },
    elementType: { type: 'enum', values: elementTypes, sortable: false, read: elementTypeOf },
    waitStateType: {
      type: 'enum',
      values: waitStateTypes,
      sortable: false,
      read: ({ event }) => TYPES[event.valueType],
    },
  },
  view: (row, all) => {
    const { tenantId, processDefinitionId, rootProcessInstanceKey } = placeOf(row);
    return {
      rootProcessInstanceKey: formatOptionalKey(rootProcessInstanceKey),
      processInstanceKey: formatKey(row.event.value.processInstanceKey),
      elementInstanceKey: formatKey(elementInstanceKeyOf(row)),
      elementId: row.event.value.elementId,
      elementType: elementTypeOf(row, all),
      tenantId,
      bpmnProcessId: processDefinitionId,
      details: { waitStateType: TYPES[row.event.valueType], ...detailsOf(row.event, all) },
    };
  },
};

/** The element instance that waits. */
export function elementInstanceKeyOf({ event: { value } }: WaitRow): number {
  return 'hostKey' in value ? value.hostKey : value.elementInstanceKey;
}

function placeOf({ event: { value } }: WaitRow) {
  return 'instance' in value ? value.instance : value;
}

/** The type of the catching element, which may be another one (a boundary event) than the element instance that waits. */
function elementTypeOf(row: WaitRow, { elementInstances, model }: Projections): ElementType | 'UNKNOWN' {
  const { processDefinitionKey, elementId } = row.event.value;
  const waiting = elementInstances.get(elementInstanceKeyOf(row))?.value;
  return waiting?.elementId === elementId
    ? waiting.elementType
    : (model(processDefinitionKey, elementId)?.type ?? 'UNKNOWN');
}

function detailsOf({ valueType, key, value }: WaitingEvent, { model }: Projections): JsonObject {
  switch (valueType) {
    case 'JOB':
      return {
        jobKey: formatKey(key),
        jobType: value.type,
        jobKind: value.kind,
        listenerEventType: value.kind.endsWith('LISTENER') ? value.listenerEventType : null,
        retries: value.retries,
      };
    case 'USER_TASK':
      return { taskKey: formatKey(key), dueDate: formatOptionalDate(value.dueDate) };
    case 'MESSAGE_SUBSCRIPTION':
      return { messageName: value.messageName, correlationKey: value.correlationKey };
    case 'SIGNAL_SUBSCRIPTION':
      return { signalName: value.signalName };
    case 'TIMER':
      return { dueDate: value.dueAt, repetitions: repetitionsLeft(value) };
    case 'CONDITION_SUBSCRIPTION': {
      const event = model(value.processDefinitionKey, value.elementId)?.event;
      const events = event?.kind === 'conditional' ? [...event.variableEvents] : [];
      // The empty list is every event.
      return { expression: value.condition, events: events.length === 2 ? [] : events };
    }
  }
}

/** How often a timer that repeats fires yet: -1 without an end, 0 if it does not repeat. */
function repetitionsLeft({ timer, text, timesFired }: TimerValue): number {
  const result = parseTimer(timer, text);
  if (timer !== 'cycle' || !result.ok) {
    return 0;
  }
  const left = result.timer.kind === 'interval' ? result.timer.repetitions - timesFired : -1;
  return Number.isFinite(left) ? left : -1;
}
