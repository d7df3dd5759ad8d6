import type { EventOf } from '../runtime/event.ts';
import type { EngineState } from './engine-state.ts';

/** What is created in the instance from now on takes its facts from the element instances; what is there already keeps its own. */
export function applyBusinessId(state: EngineState, { key, value }: EventOf<'PROCESS_INSTANCE'>): void {
  const { instance } = value;
  for (const element of state.elements.treeOf(key)) {
    state.elements.instances.patch(element.key, { value: { ...element.value, instance } });
  }
}
