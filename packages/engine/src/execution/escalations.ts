import type { ExecutableElement } from '../model/executable.ts';
import type { Step } from '../runtime/step.ts';
import type { ElementNode } from './behaviour.ts';
import { findCatcher, triggerCatcher } from './catchers.ts';

/**
 * Throws an escalation from an element to the nearest element outwards that catches its code (an exact code before a catch-all,
 * at each level). Gives whether the throwing path was interrupted by that; when nothing catches it, nothing happens.
 */
export function throwEscalation(step: Step, from: ElementNode, code: string): boolean {
  const catcher = findCatcher(step, from, (candidates) => catcherOf(candidates, code));
  if (catcher === undefined) {
    return false;
  }
  return triggerCatcher(step, catcher, {}) && catcher.catching.interrupting;
}

function catcherOf(candidates: readonly ExecutableElement[], code: string): ExecutableElement | undefined {
  const catching = candidates.filter(({ event }) => event?.kind === 'escalation');
  return (
    catching.find((candidate) => codeOf(candidate) === code) ??
    catching.find((candidate) => codeOf(candidate) === null)
  );
}

function codeOf({ event }: ExecutableElement): string | null {
  const code = event?.kind === 'escalation' ? event.code : null;
  return code?.kind === 'static' ? code.text : null;
}
