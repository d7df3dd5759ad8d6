import { elementNamed } from '../execution/activatable.ts';
import type { ExecutableProcess } from '../model/executable.ts';
import { flowScopesOf } from '../model/flow-scopes.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';

/** In which live scope the target of a move is activated. */
export type MoveAncestor =
  /** The only one that there is. */
  | { readonly type: 'only' }
  | { readonly type: 'direct'; readonly elementInstanceKey: number }
  /** The nearest scope around the source that is also around the target. */
  | { readonly type: 'inferred' }
  | { readonly type: 'sourceParent' };

/** The key of that scope; 0 for the only one that there is. */
export function ancestorOfMove(
  step: Step,
  model: ExecutableProcess,
  source: ElementInstance,
  targetElementId: string,
  ancestor: MoveAncestor,
): number {
  switch (ancestor.type) {
    case 'only':
      return 0;
    case 'direct':
      return ancestor.elementInstanceKey;
    case 'sourceParent':
      return source.value.flowScopeKey;
    case 'inferred':
      return nearestCommonScope(step, model, source, targetElementId);
  }
}

function nearestCommonScope(
  step: Step,
  model: ExecutableProcess,
  source: ElementInstance,
  targetElementId: string,
): number {
  const { instances } = step.state.elements;
  const scopes = flowScopesOf(model, elementNamed(model, targetElementId));
  for (let scope = instances.get(source.value.flowScopeKey); scope !== undefined; ) {
    const { elementId, elementType, flowScopeKey } = scope.value;
    if (scopes.some(({ id, type }) => id === elementId && type === elementType)) {
      return scope.key;
    }
    scope = instances.get(flowScopeKey);
  }
  return source.value.processInstanceKey;
}
