import type { ExecutableElement, ExecutableProcess } from './executable.ts';
import type { Findings } from './finding.ts';
import { checkCatchEvents } from './validate-catch-events.ts';
import { checkCompensation } from './validate-compensation.ts';
import { checkScope, isActivity } from './validate-scopes.ts';
import { checkTask } from './validate-tasks.ts';
import { checkThrowEvents } from './validate-throw-events.ts';

/** Checks what a model must keep to run; what is wrong goes to `findings`, with the element's id. */
export function validateProcess(process: ExecutableProcess, findings: Findings): void {
  const noneStarts = process.root.children.filter(isNoneStart);
  const starts = process.root.children.filter((child) => child.type === 'START_EVENT');
  if (starts.length === 0) {
    findings.add(process.id, 'The process must have at least one start event');
  }
  if (noneStarts.length > 1) {
    findings.add(process.id, 'The process must not have more than one none start event');
  }
  for (const element of process.elements.values()) {
    for (const check of checks) {
      check(element, findings);
      if (element.inner !== null) {
        check(element.inner, findings);
      }
    }
  }
}

/** Whether an element is a start event without a trigger. */
export function isNoneStart(element: ExecutableElement): boolean {
  return element.type === 'START_EVENT' && element.event?.kind === 'none';
}

/** One rule; a new one is one more function in the list. */
type Check = (element: ExecutableElement, findings: Findings) => void;

const checks: readonly Check[] = [
  checkTask,
  checkFlows,
  checkConditions,
  checkBoundaryEvent,
  checkErrors,
  checkScope,
  checkCatchEvents,
  checkThrowEvents,
  checkCompensation,
];

function checkFlows(element: ExecutableElement, findings: Findings): void {
  if (element.type === 'END_EVENT' && element.outgoing.length > 0) {
    findings.add(element.id, 'An end event must not have an outgoing sequence flow');
  }
  if (element.type === 'START_EVENT' && element.incoming.length > 0) {
    findings.add(element.id, 'A start event must not have an incoming sequence flow');
  }
  for (const { id, target } of element.outgoing) {
    if (target.parent !== element.parent) {
      findings.add(id, 'A sequence flow must not leave its scope');
    }
  }
  const isInEventSubProcess = element.parent?.type === 'EVENT_SUB_PROCESS';
  if (element.type === 'START_EVENT' && element.event?.kind === 'error' && !isInEventSubProcess) {
    findings.add(element.id, 'An error start event is only allowed in an event sub-process');
  }
}

function checkConditions(element: ExecutableElement, findings: Findings): void {
  const chooses = element.type === 'EXCLUSIVE_GATEWAY' || element.type === 'INCLUSIVE_GATEWAY';
  if (element.defaultFlow !== null && !element.outgoing.includes(element.defaultFlow)) {
    findings.add(element.id, 'The default flow must be an outgoing sequence flow of the element');
  }
  for (const flow of element.outgoing) {
    const isDefault = flow === element.defaultFlow;
    if (!chooses && flow.condition !== null) {
      findings.add(flow.id, 'A condition is only allowed after an exclusive or inclusive gateway');
    } else if (isDefault && flow.condition !== null) {
      findings.add(flow.id, 'The default flow must not have a condition');
    } else if (chooses && element.outgoing.length > 1 && !isDefault && flow.condition === null) {
      findings.add(flow.id, 'The sequence flow must have a condition, or be the default flow');
    }
  }
}

function checkBoundaryEvent(element: ExecutableElement, findings: Findings): void {
  if (element.type !== 'BOUNDARY_EVENT') {
    return;
  }
  const host = element.attachedTo;
  if (host === null || !isActivity(host) || host.parent !== element.parent) {
    findings.add(element.id, 'A boundary event must be attached to an activity of its scope');
  }
  if (element.event?.kind === 'none') {
    findings.add(element.id, 'A boundary event must have an event definition');
  }
  if (element.incoming.length > 0) {
    findings.add(element.id, 'A boundary event must not have an incoming sequence flow');
  }
  if (element.event?.kind === 'error' && !element.interrupting) {
    findings.add(element.id, 'An error boundary event must be interrupting');
  }
}

function checkErrors(element: ExecutableElement, findings: Findings): void {
  if (element.type === 'END_EVENT' && element.event?.kind === 'error' && element.event.code === null) {
    findings.add(element.id, 'An error end event must refer to an error with a code');
  }
  const codes = element.boundaryEvents.flatMap((boundary) =>
    boundary.event?.kind === 'error'
      ? [boundary.event.code?.kind === 'static' ? boundary.event.code.text : '']
      : [],
  );
  const duplicate = codes.find((code, index) => codes.indexOf(code) !== index);
  if (duplicate !== undefined) {
    const what = duplicate === '' ? 'every error' : `the error code '${duplicate}'`;
    findings.add(element.id, `Only one boundary event of the activity may catch ${what}`);
  }
}
