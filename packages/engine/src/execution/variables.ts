import type { JsonObject, JsonValue } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import { isSameJson } from './same-json.ts';

/** All variables that a scope sees: its own, then those of the scopes around it; the nearest of a name wins. */
export function visibleVariables(step: Step, scopeKey: number): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = Object.create(null);
  for (let key = scopeKey; key !== 0; key = parentScope(step, key)) {
    for (const name of step.state.variables.namesOf(key)) {
      if (!(name in values)) {
        values[name] = step.state.variables.find(key, name)?.value.value ?? null;
      }
    }
  }
  return values;
}

/** The variable of that name that a scope sees; undefined if there is none. */
export function lookUpVariable(step: Step, scopeKey: number, name: string): JsonValue | undefined {
  for (let key = scopeKey; key !== 0; key = parentScope(step, key)) {
    const variable = step.state.variables.find(key, name);
    if (variable !== undefined) {
      return variable.value.value;
    }
  }
  return undefined;
}

/** Only the named variables of those that a scope sees; a name that is not there is left out. */
export function fetchVariables(
  step: Step,
  scopeKey: number,
  names: readonly string[],
): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = Object.create(null);
  for (const name of names) {
    const value = lookUpVariable(step, scopeKey, name);
    if (value !== undefined) {
      values[name] = value;
    }
  }
  return values;
}

/** Writes variables into exactly this scope. */
export function setLocalVariables(step: Step, scopeKey: number, variables: JsonObject): void {
  for (const name of Object.keys(variables)) {
    setVariable(step, scopeKey, name, variables[name] ?? null);
  }
}

/** Writes each variable where it is: the nearest scope, from this one outwards, that holds the name; else the process instance. */
export function propagateVariables(step: Step, scopeKey: number, variables: JsonObject): void {
  for (const name of Object.keys(variables)) {
    const holder = scopeThatHolds(step, scopeKey, name) ?? rootScope(step, scopeKey);
    setVariable(step, holder, name, variables[name] ?? null);
  }
}

function setVariable(step: Step, scopeKey: number, name: string, value: JsonValue): void {
  const scope = step.state.elements.instances.get(scopeKey);
  if (scope === undefined) {
    throw new Error(`There is no scope ${scopeKey} to hold the variable '${name}'`);
  }
  const existing = step.state.variables.find(scopeKey, name);
  if (existing === undefined) {
    const { processInstanceKey, processDefinitionKey, instance } = scope.value;
    step.emit('VARIABLE', 'CREATED', step.nextKey(), {
      name,
      value,
      scopeKey,
      processInstanceKey,
      rootProcessInstanceKey: instance.rootProcessInstanceKey,
      processDefinitionKey,
      tenantId: instance.tenantId,
    });
  } else if (!isSameJson(existing.value.value, value)) {
    step.emit('VARIABLE', 'UPDATED', existing.key, { ...existing.value, value });
  }
}

function scopeThatHolds(step: Step, scopeKey: number, name: string): number | undefined {
  for (let key = scopeKey; key !== 0; key = parentScope(step, key)) {
    if (step.state.variables.find(key, name) !== undefined) {
      return key;
    }
  }
  return undefined;
}

/** Where a variable goes that no scope holds: the process instance, or a path through an ad-hoc sub-process, which keeps its results. */
function rootScope(step: Step, scopeKey: number): number {
  const { instances } = step.state.elements;
  for (let scope = instances.get(scopeKey); scope !== undefined; ) {
    const { elementType, flowScopeKey } = scope.value;
    if (elementType === 'AD_HOC_SUB_PROCESS_INNER_INSTANCE' || flowScopeKey === 0) {
      return scope.key;
    }
    scope = instances.get(flowScopeKey);
  }
  return scopeKey;
}

function parentScope(step: Step, scopeKey: number): number {
  return step.state.elements.instances.get(scopeKey)?.value.flowScopeKey ?? 0;
}
