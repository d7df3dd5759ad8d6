import type { EngineCore } from '../runtime/engine-core.ts';
import type { BatchRequest } from './start-batch.ts';

/** What a batch operation is to forget of a deployed thing; undefined for what has no history. */
type HistoryOfResource = BatchRequest | undefined;

/** The history of a process definition (its instances that have ended) or of decision requirements (their evaluations). */
export function historyOf({ projections }: EngineCore, resourceKey: number): HistoryOfResource {
  if (projections.processDefinitions.has(resourceKey)) {
    const ended = [...projections.processInstances.values()].filter(
      ({ value, endedAt }) => value.processDefinitionKey === resourceKey && endedAt !== 0,
    );
    const items = ended.map(({ key, value }) => ({
      itemKey: key,
      processInstanceKey: key,
      rootProcessInstanceKey: value.instance.rootProcessInstanceKey,
    }));
    return { plan: { operationType: 'DELETE_PROCESS_INSTANCE' }, items };
  }
  const { requirements, instances } = projections.decisions;
  if (!requirements.has(resourceKey)) {
    return undefined;
  }
  const evaluations = new Map(
    [...instances.values()]
      .filter(({ evaluation }) => evaluation.decisionRequirementsKey === resourceKey)
      .map(({ evaluationKey, evaluation }) => [evaluationKey, evaluation]),
  );
  const items = [...evaluations].map(([itemKey, { processInstanceKey, instance }]) => ({
    itemKey,
    processInstanceKey,
    rootProcessInstanceKey: instance?.rootProcessInstanceKey ?? 0,
  }));
  return { plan: { operationType: 'DELETE_DECISION_INSTANCE' }, items };
}
