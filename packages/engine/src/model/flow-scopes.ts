import type { ExecutableElement, ExecutableProcess } from './executable.ts';
import { innerInstanceId } from './read-ad-hoc.ts';

/**
 * The scopes that an element instance is inside of when it is active, the process first. A multi-instance sub-process is two of
 * them (its body, and the item), and so is an ad-hoc sub-process (itself, and the path through it).
 */
export function flowScopesOf(
  process: ExecutableProcess,
  element: ExecutableElement,
): readonly ExecutableElement[] {
  const scopes: ExecutableElement[] = [];
  for (let scope = element.parent; scope !== null; scope = scope.parent) {
    const path = process.elements.get(innerInstanceId(scope.id));
    if (path !== undefined && path !== element) {
      scopes.unshift(path);
    }
    scopes.unshift(scope);
    const body = process.elements.get(scope.id);
    if (body !== undefined && body !== scope) {
      scopes.unshift(body);
    }
  }
  return scopes;
}
