import type { ExecutableElement } from '../model/executable.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { triggerBoundaryEvent } from './catch-events.ts';
import { findNode } from './node.ts';

/**
 * Throws a BPMN error from an element: the nearest element outwards that catches its code (an exact code before a
 * catch-all, at each level) takes over. Gives false if nothing catches it.
 */
export function throwError(step: Step, from: ElementNode, code: string, variables: JsonObject): boolean {
  for (let node: ElementNode | undefined = from; node !== undefined; node = enclosing(step, node)) {
    const boundary = catcherOf(node.element.boundaryEvents, code);
    if (boundary !== undefined) {
      triggerBoundaryEvent(step, node, boundary, variables);
      return true;
    }
  }
  return false;
}

/** Of several catching elements the one for this very code, else the one for every code. */
function catcherOf(candidates: readonly ExecutableElement[], code: string): ExecutableElement | undefined {
  const catching = candidates.filter((candidate) => candidate.event?.kind === 'error');
  return (
    catching.find((candidate) => errorCodeOf(candidate) === code) ??
    catching.find((candidate) => errorCodeOf(candidate) === null)
  );
}

function errorCodeOf(element: ExecutableElement): string | null {
  const code = element.event?.kind === 'error' ? element.event.code : null;
  return code?.kind === 'static' ? code.text : null;
}

/** The scope around an element instance; for a called process the calling activity. */
function enclosing(step: Step, node: ElementNode): ElementNode | undefined {
  const { flowScopeKey, instance } = node.instance.value;
  return findNode(step, flowScopeKey === 0 ? instance.parentElementInstanceKey : flowScopeKey);
}
