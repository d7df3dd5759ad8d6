import type { JsonObject } from '../runtime/json.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import { aroundOf, type Projections } from './projections.ts';
import type { ProcessInstanceRow } from './rows.ts';

/** The process instances that (indirectly) called one, the root first, and that one itself last. */
export function callHierarchyOf(row: ProcessInstanceRow, all: Projections): JsonObject[] {
  const hierarchy: JsonObject[] = [];
  let current: ProcessInstanceRow | undefined = row;
  while (current !== undefined) {
    const { processDefinitionKey, instance }: ProcessInstanceRow['value'] = current.value;
    hierarchy.unshift({
      processInstanceKey: formatKey(current.key),
      processDefinitionKey: formatKey(processDefinitionKey),
      processDefinitionName:
        all.processDefinitions.get(processDefinitionKey)?.value.name ?? instance.processDefinitionId,
    });
    current = all.processInstances.get(instance.parentProcessInstanceKey);
  }
  return hierarchy;
}

/** The sequence flows that were taken in a process instance, each once, in the order they were first taken. */
export function takenFlowsOf({ key, value, takenFlows }: ProcessInstanceRow): JsonObject[] {
  const { instance } = value;
  return takenFlows.map((elementId) => ({
    sequenceFlowId: `${formatKey(key)}_${elementId}`,
    processInstanceKey: formatKey(key),
    rootProcessInstanceKey: formatOptionalKey(instance.rootProcessInstanceKey),
    processDefinitionKey: formatKey(value.processDefinitionKey),
    processDefinitionId: instance.processDefinitionId,
    elementId,
    tenantId: instance.tenantId,
  }));
}

/** Whether an element instance is another one, or is inside it; an instance is inside the call activity that called it. */
export function isInside(
  elementInstanceKey: number,
  outerKey: number,
  { elementInstances }: Projections,
): boolean {
  let key = elementInstanceKey;
  while (key !== 0 && key !== outerKey) {
    const row = elementInstances.get(key);
    key = row === undefined ? 0 : aroundOf(row.value);
  }
  return key === outerKey;
}
