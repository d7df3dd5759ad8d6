import type { TimerKind } from '../timer/index.ts';
import type { ExecutableElement } from './executable.ts';
import type { Findings } from './finding.ts';

/** Which kinds of timers an element can have. */
export function checkTimer(element: ExecutableElement, findings: Findings): void {
  if (element.event?.kind !== 'timer') {
    return;
  }
  const allowed = allowedTimers(element);
  const { timer } = element.event;
  if (!allowed.includes(timer)) {
    findings.add(element.id, `The timer must be a ${allowed.join(' or a ')}, but it is a ${timer}`);
  }
}

function allowedTimers({ type, parent, interrupting }: ExecutableElement): readonly TimerKind[] {
  if (type === 'START_EVENT' && parent?.type !== 'EVENT_SUB_PROCESS') {
    return ['date', 'cycle'];
  }
  const canRepeat = (type === 'BOUNDARY_EVENT' || type === 'START_EVENT') && !interrupting;
  return canRepeat ? ['date', 'duration', 'cycle'] : ['date', 'duration'];
}
