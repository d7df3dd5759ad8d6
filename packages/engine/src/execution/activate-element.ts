import { defineCommand } from '../runtime/command.ts';
import type { ElementType } from '../runtime/event.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance, EventTrigger } from '../state/records.ts';
import type { TakenToken } from './behaviour.ts';
import { openCatchEvents } from './catch-events.ts';
import { attemptPhase } from './incidents.ts';
import { activateFilledJoins, isFilled } from './inclusive-joins.ts';
import { applyInputMappings } from './mappings.ts';
import { startNextListener } from './next-listener.ts';
import { behaviourOf, elementOf, findNode, refresh } from './node.ts';
import { setLocalVariables } from './variables.ts';

/** What is to be activated, and how it came to that. */
export interface ActivateElementInput {
  readonly elementId: string;
  /** The element instance that contains it. */
  readonly flowScopeKey: number;
  /** The token that came along a flow. @default none: something else activates the element */
  readonly token?: TakenToken | undefined;
  /** The tokens of a joining gateway are taken. @default false */
  readonly join?: boolean | undefined;
  /** Variables of the element's own scope, such as a caught event's payload. @default none */
  readonly variables?: JsonObject | undefined;
  /** The start event inside that was triggered, and its payload, for a scope that does not begin at its none start event. */
  readonly start?: EventTrigger | undefined;
  /** The type, where it is not the element's own (a multi-instance body, …). @default the element's */
  readonly elementType?: ElementType | undefined;
}

/** Activates an element in a scope; a scope that is not active any more drops it. */
export const activateElement = defineCommand(
  'ACTIVATE_ELEMENT',
  (step, input: ActivateElementInput) => {
    const scope = step.state.elements.instances.get(input.flowScopeKey);
    if (scope === undefined || !acceptsActivation(step, scope, input.elementId)) {
      return;
    }
    if (!consumeTokens(step, scope, input)) {
      return;
    }
    const { processInstanceKey, processDefinitionKey, instance } = scope.value;
    const element = elementOf(step, processDefinitionKey, input.elementId);
    const key = step.nextKey();
    step.emit('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, {
      elementId: element.id,
      elementType: input.elementType ?? element.type,
      processInstanceKey,
      processDefinitionKey,
      flowScopeKey: scope.key,
      instance,
    });
    if (input.start !== undefined) {
      const { start } = input;
      step.emit('PROCESS_EVENT', 'STARTING', step.nextKey(), { ...start, hostKey: key, processInstanceKey });
    }
    if (input.variables !== undefined) {
      setLocalVariables(step, key, input.variables);
    }
    continueActivation(step, key);
    activateFilledJoins(step, scope.key);
  },
  ({ elements, definitions }, { flowScopeKey, elementId }) => {
    const scope = elements.instances.get(flowScopeKey)?.value;
    const model = definitions.processes.get(scope?.processDefinitionKey ?? 0)?.model;
    // A boundary event takes its activity's place, which is gone already.
    return model?.elements.get(elementId)?.type === 'BOUNDARY_EVENT' ? 0 : (scope?.processInstanceKey ?? 0);
  },
);

/** The part of an activation that is run again when its incident is resolved. */
export function continueActivation(step: Step, key: number): void {
  attemptPhase(step, key, () => {
    const node = findNode(step, key);
    if (node === undefined) {
      return;
    }
    if (node.instance.listenersDone === 0) {
      applyInputMappings(step, node);
    }
    if (startNextListener(step, node, 'START')) {
      return;
    }
    openCatchEvents(step, node);
    step.emit('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', key, node.instance.value);
    behaviourOf(step, node.instance).onActivated(step, refresh(step, node));
  });
}

/** Whether an element may still be activated in a scope: not when the scope ends, or was interrupted by something else. */
export function acceptsActivation(step: Step, scope: ElementInstance, elementId: string): boolean {
  if (scope.state !== 'ACTIVATED' || scope.interruption === null) {
    return scope.state === 'ACTIVATED';
  }
  const { processDefinitionKey } = scope.value;
  if (!scope.interruption.isPending && elementOf(step, processDefinitionKey, elementId).isForCompensation) {
    return true;
  }
  return elementOf(step, processDefinitionKey, scope.interruption.elementId).parent?.id === elementId;
}

/** Whether the tokens that the activation is about are (still) there. */
function consumeTokens(step: Step, scope: ElementInstance, input: ActivateElementInput): boolean {
  const { token } = input;
  if (input.join === true) {
    const tokens = step.state.elements.tokensAt(scope.key, input.elementId);
    const gateway = elementOf(step, scope.value.processDefinitionKey, input.elementId);
    const isReady =
      gateway.type === 'INCLUSIVE_GATEWAY'
        ? isFilled(step, scope, gateway)
        : gateway.incoming.every((flow) => (tokens?.byFlow[flow.id] ?? 0) > 0);
    if (token === undefined || !isReady) {
      return false;
    }
    step.emit('SEQUENCE_FLOW', 'JOINED', token.flowKey, token.value);
  } else if (token !== undefined) {
    step.emit('SEQUENCE_FLOW', 'CONSUMED', token.flowKey, token.value);
  }
  return true;
}
