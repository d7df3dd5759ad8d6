import type { Step } from '../runtime/step.ts';
import type { ElementInstance, ProcessDefinition } from '../state/records.ts';

/** What a new process instance is told. */
export interface NewInstance {
  readonly tags: readonly string[];
  readonly businessId: string | null;
  /** The call activity that it is called by. @default nobody: it is a root */
  readonly caller?: ElementInstance;
}

/** Makes a process instance that has yet to be activated. @returns its key */
export function beginInstance(
  step: Step,
  { key: processDefinitionKey, value, model }: ProcessDefinition,
  { tags, businessId, caller }: NewInstance,
): number {
  const key = step.nextKey();
  step.emit('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, {
    elementId: model.root.id,
    elementType: 'PROCESS',
    processInstanceKey: key,
    processDefinitionKey,
    flowScopeKey: 0,
    instance: {
      processDefinitionId: value.processDefinitionId,
      version: value.version,
      tenantId: value.tenantId,
      rootProcessInstanceKey: caller?.value.instance.rootProcessInstanceKey ?? key,
      parentProcessInstanceKey: caller?.value.processInstanceKey ?? 0,
      parentElementInstanceKey: caller?.key ?? 0,
      tags,
      businessId,
    },
  });
  return key;
}
