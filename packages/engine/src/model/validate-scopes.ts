import type { ExecutableElement } from './executable.ts';
import type { Findings } from './finding.ts';

/** Checks of sub-processes and event sub-processes: how they begin, and what their beginnings catch. */
export function checkScope(element: ExecutableElement, findings: Findings): void {
  if (element.type === 'SUB_PROCESS') {
    checkSubProcess(element, findings);
  } else if (element.type === 'EVENT_SUB_PROCESS') {
    checkEventSubProcess(element, findings);
  } else if (element.type === 'AD_HOC_SUB_PROCESS') {
    checkAdHocSubProcess(element, findings);
  }
  checkCatchAlls(element, findings);
}

/** The start events directly inside a scope. */
export function startsOf(scope: ExecutableElement): readonly ExecutableElement[] {
  return scope.children.filter(({ type }) => type === 'START_EVENT');
}

/** Whether an element does something, and may have boundary events: a task, a sub-process or a call activity. */
export function isActivity({ type }: ExecutableElement): boolean {
  return /TASK|ACTIVITY|SUB_PROCESS|BODY/.test(type) && type !== 'EVENT_SUB_PROCESS';
}

function checkSubProcess(element: ExecutableElement, findings: Findings): void {
  const starts = startsOf(element);
  if (starts.length !== 1 || starts[0]?.event?.kind !== 'none') {
    findings.add(
      element.id,
      'A sub-process must have exactly one start event, and that must be a none start event',
    );
  }
}

function checkEventSubProcess(element: ExecutableElement, findings: Findings): void {
  const starts = startsOf(element);
  const [start] = starts;
  if (starts.length !== 1 || start === undefined || start.event?.kind === 'none') {
    findings.add(
      element.id,
      'An event sub-process must have exactly one start event, and that must have an event definition',
    );
  }
  if (start?.event?.kind === 'error' && !start.interrupting) {
    findings.add(start.id, 'An error start event must be interrupting');
  }
  if (element.incoming.length > 0 || element.outgoing.length > 0) {
    findings.add(element.id, 'An event sub-process must not have incoming or outgoing sequence flows');
  }
}

function checkAdHocSubProcess({ id, children }: ExecutableElement, findings: Findings): void {
  if (children.some(({ type }) => type === 'START_EVENT' || type === 'END_EVENT')) {
    findings.add(id, 'An ad-hoc sub-process must not have start or end events');
  }
  if (!children.some(isActivity)) {
    findings.add(id, 'An ad-hoc sub-process must have at least one activity');
  }
}

/** In one scope an error code is caught by one event sub-process at most. */
function checkCatchAlls(element: ExecutableElement, findings: Findings): void {
  const codes = element.eventStarts.flatMap(({ event }) =>
    event?.kind === 'error' ? [event.code?.kind === 'static' ? event.code.text : ''] : [],
  );
  const duplicate = codes.find((code, index) => codes.indexOf(code) !== index);
  if (duplicate !== undefined) {
    const what = duplicate === '' ? 'every error' : `the error code '${duplicate}'`;
    findings.add(element.id, `Only one event sub-process of a scope may catch ${what}`);
  }
}
