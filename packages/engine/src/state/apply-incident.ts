import type { EventOf } from '../runtime/event.ts';
import type { EngineState } from './engine-state.ts';

/** An incident comes and goes; an element instance may have several. */
export function applyIncident(state: EngineState, event: EventOf<'INCIDENT'>): void {
  const { key, value } = event;
  if (event.intent === 'CREATED') {
    state.incidents.set(key, { key, value });
    state.incidentsOfElement.add(value.elementInstanceKey, key);
  } else if (event.intent === 'MIGRATED') {
    state.incidents.set(key, { key, value });
  } else {
    state.incidents.delete(key);
    state.incidentsOfElement.remove(value.elementInstanceKey, key);
    if (value.jobKey === 0) {
      // The whole phase runs again, its listeners too.
      state.elements.instances.patch(value.elementInstanceKey, { listenersDone: 0 });
    }
  }
}
