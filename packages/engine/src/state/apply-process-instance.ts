import type { EventOf } from '../runtime/event.ts';
import { applyBusinessId } from './apply-business-id.ts';
import type { EngineState } from './engine-state.ts';

/** The life of an element instance. */
export function applyProcessInstance(state: EngineState, event: EventOf<'PROCESS_INSTANCE'>): void {
  const { key } = event;
  switch (event.intent) {
    case 'ELEMENT_ACTIVATING':
      state.elements.create(event);
      return;
    case 'ELEMENT_ACTIVATED':
      state.elements.enter(key, 'ACTIVATED');
      return;
    case 'ELEMENT_COMPLETING':
      state.elements.enter(key, 'COMPLETING');
      return;
    case 'ELEMENT_TERMINATING':
      state.elements.dropTokens(key);
      state.elements.enter(key, 'TERMINATING');
      return;
    case 'ELEMENT_MIGRATED':
      state.elements.migrate(event);
      return;
    case 'BUSINESS_ID_ASSIGNED':
      applyBusinessId(state, event);
      return;
    case 'ELEMENT_COMPLETED':
    case 'ELEMENT_TERMINATED':
      state.elements.remove(event);
      state.variables.dropScope(key);
      state.compensations.dropScope(key);
      state.messages.releaseStart(key);
      if (event.value.elementType === 'PROCESS') {
        state.suspensions.drop(key);
      }
  }
}

/** A token on its way, or at a join. */
export function applySequenceFlow(state: EngineState, event: EventOf<'SEQUENCE_FLOW'>): void {
  const { value } = event;
  switch (event.intent) {
    case 'TAKEN':
      state.elements.addPendingFlow(value.flowScopeKey);
      return;
    case 'WAITING':
      state.elements.addToken(value.flowScopeKey, value.targetId, value.flowId);
      return;
    case 'WITHDRAWN':
      state.elements.removeToken(value.flowScopeKey, value.targetId, value.flowId);
      return;
    case 'CONSUMED':
      state.elements.consumePendingFlows(value.flowScopeKey, 1);
      return;
    case 'JOINED':
      state.elements.consumePendingFlows(
        value.flowScopeKey,
        state.elements.consumeTokens(value.flowScopeKey, value.targetId),
      );
  }
}

/** A caught event: it takes the place of its host, interrupts a scope, or begins one. */
export function applyProcessEvent(state: EngineState, event: EventOf<'PROCESS_EVENT'>): void {
  const { hostKey, elementId, variables } = event.value;
  const trigger = { elementId, variables };
  switch (event.intent) {
    case 'TRIGGERING':
      state.elements.instances.patch(hostKey, { trigger });
      return;
    case 'INTERRUPTING':
      state.elements.dropTokens(hostKey);
      state.elements.instances.patch(hostKey, { interruption: { ...trigger, isPending: true } });
      return;
    case 'STARTING':
      state.elements.starts.set(hostKey, trigger);
      return;
    case 'FULFILLED':
      state.elements.instances.patch(hostKey, { isFulfilled: true });
      return;
    case 'REOPENED':
      state.elements.instances.patch(hostKey, { interruption: null });
      return;
    case 'TRIGGERED':
      state.elements.instances.patch(hostKey, { interruption: { ...trigger, isPending: false } });
  }
}

/** A request that waits for an instance's end. */
export function applyProcessInstanceResult(
  state: EngineState,
  event: EventOf<'PROCESS_INSTANCE_RESULT'>,
): void {
  const { processInstanceKey, fetchVariables } = event.value;
  if (event.intent === 'AWAITED') {
    state.elements.awaitedResults.set(processInstanceKey, { fetchVariables });
  } else {
    state.elements.awaitedResults.delete(processInstanceKey);
  }
}

/** What ends an instance early. */
export function applyRuntimeInstructions(
  state: EngineState,
  { value }: EventOf<'RUNTIME_INSTRUCTIONS'>,
): void {
  state.elements.runtimeInstructions.set(value.processInstanceKey, value);
}

/** How far a multi-instance is. */
export function applyMultiInstance(state: EngineState, event: EventOf<'MULTI_INSTANCE'>): void {
  const { bodyKey, items } = event.value;
  const completed = state.elements.loops.get(bodyKey)?.completed ?? 0;
  const isStart = event.intent === 'STARTED';
  state.elements.loops.set(bodyKey, { items, completed: isStart ? 0 : completed + 1 });
}
