import type { ExecutableElement } from './executable.ts';
import type { Findings } from './finding.ts';
import { checkTimer } from './validate-timers.ts';

/** Checks of everything that waits for a message, a signal, a time or a condition, and of what throws messages and signals. */
export function checkCatchEvents(element: ExecutableElement, findings: Findings): void {
  checkPlace(element, findings);
  checkMessage(element, findings);
  checkTimer(element, findings);
  if (element.event?.kind === 'signal' && isEmpty(element.event.name)) {
    findings.add(element.id, 'A signal event must refer to a signal with a name');
  }
  checkDoubleNames(element, findings);
  if (element.type === 'EVENT_BASED_GATEWAY') {
    checkEventBasedGateway(element, findings);
  }
}

function checkPlace({ id, type, event }: ExecutableElement, findings: Findings): void {
  const throws = type === 'END_EVENT' || type === 'INTERMEDIATE_THROW_EVENT';
  if (throws && (event?.kind === 'timer' || event?.kind === 'conditional')) {
    findings.add(id, `A ${event.kind} event can only be waited for, not thrown`);
  }
  if (type === 'INTERMEDIATE_CATCH_EVENT' && event?.kind === 'none') {
    findings.add(id, 'An intermediate catch event must wait for a message, a signal, a time or a condition');
  }
}

function checkMessage(element: ExecutableElement, findings: Findings): void {
  const { id, type, event, job, parent } = element;
  if (event?.kind !== 'message') {
    return;
  }
  if (type === 'END_EVENT' || type === 'INTERMEDIATE_THROW_EVENT') {
    if (job === null) {
      findings.add(id, 'An event that throws a message must have a task definition with a job type');
    }
    return;
  }
  if (isEmpty(event.name)) {
    findings.add(id, 'What waits for a message must refer to a message with a name');
  }
  const startsProcess = type === 'START_EVENT' && parent?.type === 'PROCESS';
  if (event.correlationKey === null && !startsProcess) {
    findings.add(id, 'What waits for a message must have a subscription with a correlation key');
  }
}

function isEmpty(name: { readonly kind: string; readonly text?: string }): boolean {
  return name.kind === 'static' && (name.text ?? '').trim() === '';
}

/** What waits at the same time on behalf of the same thing must wait for different names. */
function checkDoubleNames(element: ExecutableElement, findings: Findings): void {
  const groups = [element.boundaryEvents, element.eventStarts];
  if (element.type === 'PROCESS') {
    groups.push(element.children.filter(({ type }) => type === 'START_EVENT'));
  } else if (element.type === 'EVENT_BASED_GATEWAY') {
    groups.push(element.outgoing.map(({ target }) => target));
  }
  for (const group of groups) {
    const seen = new Set<string>();
    for (const { id, event } of group) {
      if ((event?.kind === 'message' || event?.kind === 'signal') && event.name.kind === 'static') {
        const name = `${event.kind} '${event.name.text}'`;
        if (seen.has(name)) {
          findings.add(id, `Another event that waits at the same time catches the ${name} already`);
        }
        seen.add(name);
      }
    }
  }
}

const AFTER_GATEWAY: ReadonlySet<string> = new Set(['message', 'timer', 'signal', 'conditional']);

function checkEventBasedGateway({ id, outgoing }: ExecutableElement, findings: Findings): void {
  if (outgoing.length < 2) {
    findings.add(id, 'An event-based gateway must have at least two outgoing sequence flows');
  }
  for (const { target } of outgoing) {
    const catches = target.type === 'INTERMEDIATE_CATCH_EVENT' && AFTER_GATEWAY.has(target.event?.kind ?? '');
    if (!catches) {
      findings.add(
        id,
        `An event-based gateway must only lead to message, timer, signal and conditional catch events, but it leads to '${target.id}'`,
      );
    } else if (target.incoming.length !== 1) {
      findings.add(
        target.id,
        'An event after an event-based gateway must not have another incoming sequence flow',
      );
    }
  }
}
