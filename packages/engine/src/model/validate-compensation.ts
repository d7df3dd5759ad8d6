import type { ExecutableElement } from './executable.ts';
import type { Findings } from './finding.ts';

/** Checks of compensation handlers, and of what the events compensate. */
export function checkCompensation(element: ExecutableElement, findings: Findings): void {
  const { id, isForCompensation, incoming, outgoing, event, boundaryEvents, parent } = element;
  if (isForCompensation && (incoming.length > 0 || outgoing.length > 0)) {
    findings.add(id, 'An activity for compensation must not have incoming or outgoing sequence flows');
  }
  if (boundaryEvents.filter((boundary) => boundary.event?.kind === 'compensation').length > 1) {
    findings.add(id, 'An activity must not have more than one compensation boundary event');
  }
  if (event?.kind === 'compensation' && event.activityId !== null && element.type !== 'BOUNDARY_EVENT') {
    const scope = parent?.type === 'EVENT_SUB_PROCESS' ? parent.parent : parent;
    const inReach = [...(scope?.children ?? []), ...(parent?.children ?? [])];
    if (!inReach.some((other) => other.id === event.activityId)) {
      findings.add(id, `The activity '${event.activityId}' to compensate must be in the scope of the event`);
    }
  }
}
