import type { ExecutableElement } from '../model/executable.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { findCatcher, triggerCatcher } from './catchers.ts';

/**
 * Throws a BPMN error from an element: the nearest element outwards that catches its code (an exact code before a
 * catch-all, at each level) takes over. Gives false if nothing catches it.
 */
export function throwError(step: Step, from: ElementNode, code: string, variables: JsonObject): boolean {
  const catcher = findCatcher(step, from, (candidates) => catcherOf(candidates, code));
  return catcher !== undefined && triggerCatcher(step, catcher, variables);
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
