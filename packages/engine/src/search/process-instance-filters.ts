import type { JsonObject, JsonValue } from '../runtime/json.ts';
import { formatKey } from '../runtime/keys.ts';
import { type Condition, compileCondition } from './condition.ts';
import type { FilterContext, FilterRules, SpecialFilter } from './entity.ts';
import { elementInstanceStates } from './enum-values.ts';
import { errorHashOf } from './error-hash.ts';
import type { ProcessInstanceRow } from './rows.ts';
import { hasTags, hasVariables } from './special-filters.ts';

type InstanceFilter = SpecialFilter<ProcessInstanceRow>;

/** Filters of process instances that look at what is in them. */
export const processInstanceFilters: Readonly<Record<string, InstanceFilter>> = {
  tags: hasTags(({ value }) => value.instance.tags),
  variables: hasVariables(
    (row) => row.key,
    ({ value }) => value.processInstanceKey,
  ),
  elementId: (_, context) => hasElement(context),
  elementInstanceState: (_, context) => hasElement(context),
  hasElementInstanceIncident: (_, context) => hasElement(context),
  errorMessage: (wanted, context) =>
    hasIncident(compileCondition('string', wanted, context.path), context, (message) => message),
  incidentErrorHashCode: (wanted, context) =>
    hasIncident(compileCondition('integer', wanted, context.path), context, errorHashOf),
  batchOperationId: inBatch,
  batchOperationKey: inBatch,
  hasRetriesLeft: (wanted, { path, projections }) => {
    const condition = compileCondition('boolean', wanted, path);
    const keys = new Set<number>();
    for (const { value, hasFailedWithRetriesLeft } of projections.jobs.values()) {
      if (hasFailedWithRetriesLeft) {
        keys.add(value.processInstanceKey);
      }
    }
    return ({ key }) => condition(keys.has(key));
  },
};

/** An instance that no batch operation has worked on has no such key: null. */
function inBatch(wanted: JsonValue, { path, projections }: FilterContext): ReturnType<InstanceFilter> {
  const condition = compileCondition('string', wanted, path);
  const worked = new Set<number>();
  const matching = new Set<number>();
  for (const { batchOperationKey, item } of projections.batches.items.values()) {
    worked.add(item.processInstanceKey);
    if (condition(formatKey(batchOperationKey))) {
      matching.add(item.processInstanceKey);
    }
  }
  return ({ key }) => (worked.has(key) ? matching.has(key) : condition(null));
}

const ELEMENT_ID: FilterRules = { type: 'string' };
const ELEMENT_STATE: FilterRules = { type: 'enum', values: elementInstanceStates };
const ELEMENT_INCIDENT: FilterRules = { type: 'boolean' };

/** One element instance must have all that is asked of elements: "the task X is active". */
function hasElement({ filter, filterPath, projections }: FilterContext): ReturnType<InstanceFilter> {
  const member = (name: string, rules: FilterRules) => compileMember(filter, name, rules, filterPath);
  const id = member('elementId', ELEMENT_ID);
  const state = member('elementInstanceState', ELEMENT_STATE);
  const incident = member('hasElementInstanceIncident', ELEMENT_INCIDENT);
  const keys = new Set<number>();
  for (const row of projections.elementInstances.values()) {
    const { elementId, elementType, processInstanceKey } = row.value;
    if (elementType !== 'PROCESS' && id(elementId) && state(row.state) && incident(row.incidents > 0)) {
      keys.add(processInstanceKey);
    }
  }
  return ({ key }) => keys.has(key);
}

function compileMember(filter: JsonObject, name: string, rules: FilterRules, path: string): Condition {
  const wanted = filter[name] ?? null;
  return wanted === null ? () => true : compileCondition(rules, wanted, `${path}.${name}`);
}

/** An instance without an active incident has no message: null. */
function hasIncident(
  condition: Condition,
  { projections }: FilterContext,
  read: (errorMessage: string) => string | number,
): ReturnType<InstanceFilter> {
  const withIncident = new Set<number>();
  const matching = new Set<number>();
  for (const { value, state } of projections.incidents.values()) {
    if (state === 'ACTIVE') {
      withIncident.add(value.processInstanceKey);
      if (condition(read(value.errorMessage))) {
        matching.add(value.processInstanceKey);
      }
    }
  }
  return ({ key }) => (withIncident.has(key) ? matching.has(key) : condition(null));
}
