import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { EventOf } from '../runtime/event.ts';
import type { JsonObject, JsonValue } from '../runtime/json.ts';
import type { GlobalTaskListenerValue } from '../runtime/user-task-values.ts';
import { compileCondition } from './condition.ts';
import type { FilterContext, FilterRules, SearchableEntity } from './entity.ts';
import type { Row } from './rows.ts';

/** Unlike other enumerations, this one is written in small letters. */
const EVENT_TYPES: FilterRules = {
  type: 'string',
  operators: ['$eq', '$neq', '$exists', '$in', '$like'],
  values: ['all', 'creating', 'assigning', 'updating', 'completing', 'canceling'],
};

export interface GlobalTaskListenerRow extends Row {
  readonly value: GlobalTaskListenerValue;
}

/** Takes a global listener's event into its row. */
export function projectGlobalTaskListener(
  rows: Map<number, GlobalTaskListenerRow>,
  { key, value, intent }: EventOf<'GLOBAL_TASK_LISTENER'>,
): void {
  if (intent === 'DELETED') {
    rows.delete(key);
  } else {
    rows.set(key, { key, value });
  }
}

/** A global listener as the API shows it. */
export function viewOfGlobalTaskListener(value: GlobalTaskListenerValue): JsonObject {
  return { ...value, source: 'API' };
}

/** The listeners of all user tasks. */
export const globalTaskListeners: SearchableEntity<GlobalTaskListenerRow> = {
  rows: (projections) => projections.globalTaskListeners,
  fields: {
    id: { type: 'string', read: ({ value }) => value.id },
    type: { type: 'string', read: ({ value }) => value.type },
    retries: { type: 'integer', sortable: false, read: ({ value }) => value.retries },
    afterNonGlobal: { type: 'boolean', read: ({ value }) => value.afterNonGlobal },
    priority: { type: 'integer', read: ({ value }) => value.priority },
    source: { type: 'enum', values: ['API', 'CONFIGURATION'], read: () => 'API' },
  },
  specialFilters: { eventTypes: listensTo },
  view: ({ value }) => viewOfGlobalTaskListener(value),
};

/** Whether for everything that is asked for, one of the listener's event types fits. */
function listensTo(wanted: JsonValue, { path }: FilterContext): (row: GlobalTaskListenerRow) => boolean {
  if (!Array.isArray(wanted)) {
    throw invalidArgument(`The field '${path}' must be a list`);
  }
  const conditions = wanted.map((item: JsonValue, index) =>
    compileCondition(EVENT_TYPES, item, `${path}[${index}]`),
  );
  return ({ value }) => conditions.every((fits) => value.eventTypes.some(fits));
}
