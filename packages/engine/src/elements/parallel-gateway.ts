import { activateElement } from '../execution/activate-element.ts';
import type { ElementBehaviour } from '../execution/behaviour.ts';
import { completeElement } from '../execution/complete-element.ts';

/** Forks into all flows; joins when every incoming flow has been taken at least once. */
export const parallelGateway: ElementBehaviour = {
  onActivated(step, { instance }) {
    step.enqueue(completeElement, { key: instance.key });
  },
  onTokenArrived(step, token) {
    const { flow, scopeKey, taken } = token;
    const gateway = flow.target;
    const activation = { elementId: gateway.id, flowScopeKey: scopeKey, token: taken };
    if (gateway.incoming.length < 2) {
      step.enqueue(activateElement, activation);
      return;
    }
    step.emit('SEQUENCE_FLOW', 'WAITING', taken.flowKey, taken.value);
    const tokens = step.state.elements.tokensAt(scopeKey, gateway.id);
    if (gateway.incoming.every(({ id }) => (tokens?.byFlow[id] ?? 0) > 0)) {
      step.enqueue(activateElement, { ...activation, join: true });
    }
  },
};
