import type { ExecutableElement } from '../model/executable.ts';
import type { WaitingValue } from '../runtime/catch-event-values.ts';
import type { Step } from '../runtime/step.ts';
import type { WaitingOf, WaitingType } from '../state/catch-event-records.ts';
import type { ProcessDefinition } from '../state/records.ts';
import type { ElementNode } from './behaviour.ts';

/** What everything that a live element instance waits for has in common. */
export function waitingOf({ instance }: ElementNode, catching: ExecutableElement): WaitingValue {
  const { value } = instance;
  return {
    elementId: catching.id,
    hostKey: instance.key,
    processInstanceKey: value.processInstanceKey,
    rootProcessInstanceKey: value.instance.rootProcessInstanceKey,
    processDefinitionKey: value.processDefinitionKey,
    processDefinitionId: value.instance.processDefinitionId,
    processDefinitionVersion: value.instance.version,
    tenantId: value.instance.tenantId,
    staysOpen: !catching.interrupting,
  };
}

/** What everything that the start event of a process waits for has in common. */
export function waitingToStart({ key, value }: ProcessDefinition, start: ExecutableElement): WaitingValue {
  return {
    elementId: start.id,
    hostKey: 0,
    processInstanceKey: 0,
    rootProcessInstanceKey: 0,
    processDefinitionKey: key,
    processDefinitionId: value.processDefinitionId,
    processDefinitionVersion: value.version,
    tenantId: value.tenantId,
    staysOpen: true,
  };
}

/** What `host` waits for of one type: everything, or only what the catching elements with these ids wait for. */
export function listWaiting<Type extends WaitingType>(
  step: Step,
  host: ElementNode,
  type: Type,
  only?: ReadonlySet<string>,
): readonly WaitingOf<Type>[] {
  return step.state.catchEvents
    .ofHost(host.instance.key)
    .filter(
      (waiting): waiting is WaitingOf<Type> =>
        waiting.type === type && (only === undefined || only.has(waiting.value.elementId)),
    );
}
