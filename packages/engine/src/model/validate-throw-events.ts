import type { ExecutableElement } from './executable.ts';
import type { Findings } from './finding.ts';

/** Checks of escalation and link events. */
export function checkThrowEvents(element: ExecutableElement, findings: Findings): void {
  const { id, type, event, parent, attachedTo } = element;
  if (event?.kind === 'escalation') {
    if (type === 'START_EVENT' && parent?.type !== 'EVENT_SUB_PROCESS') {
      findings.add(id, 'An escalation start event is only allowed in an event sub-process');
    }
    if (type === 'BOUNDARY_EVENT' && attachedTo !== null && !canEscalate(attachedTo)) {
      findings.add(id, 'An escalation boundary event must be attached to a sub-process or call activity');
    }
  }
  if (event?.kind === 'link') {
    checkLink(element, event.name, findings);
  }
  checkEscalationCodes(element, element.boundaryEvents, findings);
  checkEscalationCodes(element, element.eventStarts, findings);
}

const ESCALATING = new Set(['SUB_PROCESS', 'AD_HOC_SUB_PROCESS', 'CALL_ACTIVITY']);

function canEscalate(host: ExecutableElement): boolean {
  return ESCALATING.has(host.inner?.type ?? host.type);
}

function checkLink({ id, type, parent }: ExecutableElement, name: string, findings: Findings): void {
  const catches = (parent?.children ?? []).filter(
    (other) =>
      other.type === 'INTERMEDIATE_CATCH_EVENT' && other.event?.kind === 'link' && other.event.name === name,
  );
  if (type === 'INTERMEDIATE_THROW_EVENT' && catches.length === 0) {
    findings.add(id, `There is no link catch event with the name '${name}' in the same scope`);
  }
  if (type === 'INTERMEDIATE_CATCH_EVENT' && catches.length > 1) {
    findings.add(id, `Only one link catch event of a scope may have the name '${name}'`);
  }
}

function checkEscalationCodes(
  owner: ExecutableElement,
  catching: readonly ExecutableElement[],
  findings: Findings,
): void {
  const codes = catching.flatMap(({ event }) =>
    event?.kind === 'escalation' ? [event.code?.kind === 'static' ? event.code.text : ''] : [],
  );
  const duplicate = codes.find((code, index) => codes.indexOf(code) !== index);
  if (duplicate !== undefined) {
    const what = duplicate === '' ? 'every escalation' : `the escalation code '${duplicate}'`;
    findings.add(owner.id, `Only one event of the same kind may catch ${what} here`);
  }
}
