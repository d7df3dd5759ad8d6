import type { EventOf } from '../runtime/event.ts';
import type { EngineState } from './engine-state.ts';

/** An incident comes and goes; the element instance knows its open one. */
export function applyIncident(state: EngineState, event: EventOf<'INCIDENT'>): void {
  const { key, value } = event;
  if (event.intent === 'CREATED') {
    state.incidents.set(key, { key, value });
    state.elements.instances.patch(value.elementInstanceKey, { incidentKey: key });
  } else {
    state.incidents.delete(key);
    // Without a job the whole phase runs again, its listeners too.
    const changes = value.jobKey === 0 ? { incidentKey: 0, listenersDone: 0 } : { incidentKey: 0 };
    state.elements.instances.patch(value.elementInstanceKey, changes);
  }
}
