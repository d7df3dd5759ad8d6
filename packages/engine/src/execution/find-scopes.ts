import type { ExecutableElement } from '../model/executable.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementInstance } from '../state/records.ts';

/**
 * The live scopes around an element, the process first; those of `scopes` that are not among them have to be made.
 *
 * @param ancestorKey the innermost of them; 0: go as far as there is only one of each
 * @throws EngineRejection if the ancestor is no scope around the element, or there are several of one
 */
export function findScopes(
  step: Step,
  processInstanceKey: number,
  element: ExecutableElement,
  scopes: readonly ExecutableElement[],
  ancestorKey: number,
): readonly ElementInstance[] {
  return ancestorKey === 0
    ? findOnlyScopes(step, processInstanceKey, element, scopes)
    : findScopesFrom(step, processInstanceKey, element, scopes, ancestorKey);
}

function findScopesFrom(
  step: Step,
  processInstanceKey: number,
  element: ExecutableElement,
  scopes: readonly ExecutableElement[],
  ancestorKey: number,
): readonly ElementInstance[] {
  const { instances } = step.state.elements;
  const found: ElementInstance[] = [];
  for (let scope = instances.get(ancestorKey); scope !== undefined; ) {
    found.unshift(scope);
    scope = instances.get(scope.value.flowScopeKey);
  }
  const isAround = found.every((scope, index) => isInstanceOf(scope, scopes[index]));
  if (found[0]?.key !== processInstanceKey || !isAround) {
    throw invalidArgument(
      `Expected the ancestor of '${element.id}' to be a live scope around it in the process instance '${processInstanceKey}', but '${ancestorKey}' is none`,
    );
  }
  return found;
}

function findOnlyScopes(
  step: Step,
  processInstanceKey: number,
  element: ExecutableElement,
  scopes: readonly ExecutableElement[],
): readonly ElementInstance[] {
  const found: ElementInstance[] = [];
  const live = step.state.elements.treeOf(processInstanceKey).filter(({ state }) => state !== 'TERMINATING');
  for (const scope of scopes) {
    const around = found.at(-1)?.key ?? 0;
    const candidates = live.filter((one) => isInstanceOf(one, scope) && one.value.flowScopeKey === around);
    const [only, other] = candidates;
    // What is activated in an ad-hoc sub-process is a path of its own.
    const isNewPath = scope.type === 'AD_HOC_SUB_PROCESS_INNER_INSTANCE' && scope === scopes.at(-1);
    if (only === undefined || isNewPath) {
      break;
    }
    if (other !== undefined) {
      throw invalidArgument(
        `Expected one active instance of the scope '${scope.id}' to activate '${element.id}' in, but there are ${candidates.length}; name one as the ancestor`,
      );
    }
    found.push(only);
  }
  return found;
}

function isInstanceOf({ value }: ElementInstance, scope: ExecutableElement | undefined): boolean {
  return scope !== undefined && value.elementId === scope.id && value.elementType === scope.type;
}
