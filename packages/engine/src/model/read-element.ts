import type { ModdleElement } from 'bpmn-moddle';
import type { DraftElement, EventDefinition, Mapping } from './executable.ts';
import type { Findings } from './finding.ts';
import { elementOf, extensionOf, listOf, textOf } from './moddle-access.ts';
import { readAdHoc } from './read-ad-hoc.ts';
import { readCalledDecision, readCalledElement, readScript } from './read-called.ts';
import { readCatchEvent, readReceiveTask } from './read-catch-event.ts';
import { readJob } from './read-job.ts';
import { readListeners } from './read-listeners.ts';
import { readProperty } from './read-property.ts';
import { readThrowEvent } from './read-throw-event.ts';
import { readUserTaskJob } from './read-user-task.ts';
import { readUserTaskDefinition } from './read-user-task-definition.ts';

/** Reads what an element's own attributes and extensions say; references between elements are resolved by the caller. */
export function readElementDetails(source: ModdleElement, element: DraftElement, findings: Findings): void {
  element.event = readReceiveTask(source, findings) ?? readEvent(source, findings);
  element.job = readJob(source, findings) ?? readUserTaskJob(source, findings);
  element.userTask = readUserTaskDefinition(source, findings);
  element.listeners = readListeners(source, findings);
  element.isForCompensation = source.isForCompensation === true;
  element.adHoc = readAdHoc(source, findings);
  element.calledElement = readCalledElement(source, findings);
  element.calledDecision = readCalledDecision(source, findings);
  element.script = readScript(source, findings);
  const mapping = extensionOf(source, 'zeebe:IoMapping');
  element.inputs = readMappings(source, listOf(mapping, 'inputParameters'), findings);
  element.outputs = readMappings(source, listOf(mapping, 'outputParameters'), findings);
  if (source.$type === 'bpmn:BoundaryEvent') {
    element.interrupting = source.cancelActivity !== false;
  } else if (source.$type === 'bpmn:StartEvent') {
    element.interrupting = source.isInterrupting !== false;
  }
  if (element.job === null && extensionOf(source, 'zeebe:LinkedResources') !== undefined) {
    findings.add(source.id, 'Linked resources need a task definition');
  }
  if (element.userTask === null && extensionOf(source, 'zeebe:TaskListeners') !== undefined) {
    findings.add(source.id, 'Task listeners need a user task with the extension zeebe:userTask');
  }
}

function readEvent(source: ModdleElement, findings: Findings): EventDefinition | null {
  if (!source.$type.endsWith('Event')) {
    return null;
  }
  const definitions = listOf(source, 'eventDefinitions');
  if (definitions.length > 1) {
    findings.add(source.id, 'An event with more than one event definition is not supported');
  }
  const definition = definitions[0];
  if (definition === undefined) {
    return { kind: 'none' };
  }
  if (definition.$type === 'bpmn:ErrorEventDefinition') {
    return readErrorEvent(source, definition, findings);
  }
  const caught = readCatchEvent(source, definition, findings);
  const event = caught === undefined ? readThrowEvent(source, definition, findings) : caught;
  if (event !== undefined) {
    return event;
  }
  const kind = definition.$type.replace('bpmn:', '').replace('EventDefinition', '').toLowerCase();
  findings.add(source.id, `A ${kind} event is not supported by the embedded engine`);
  return null;
}

function readErrorEvent(
  source: ModdleElement,
  definition: ModdleElement,
  findings: Findings,
): EventDefinition {
  const reference = elementOf(definition, 'errorRef');
  const code = textOf(reference, 'errorCode');
  if (source.$type.startsWith('bpmn:Intermediate')) {
    findings.add(
      source.id,
      'An error is only thrown by an end event, and only caught at a boundary or a start',
    );
  }
  if (reference !== undefined && (code === undefined || code === '')) {
    findings.add(source.id, 'The error that the event refers to must have a code');
  }
  if (code?.trimStart().startsWith('=') && source.$type !== 'bpmn:EndEvent') {
    findings.add(source.id, 'The code of a caught error must be text, not an expression');
  }
  return {
    kind: 'error',
    code: code === undefined ? null : readProperty(code, source.id, findings),
  };
}

const TARGET_PATTERN = /^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u;
const RESERVED_TARGETS = new Set([
  'null',
  'true',
  'false',
  'function',
  'if',
  'then',
  'else',
  'for',
  'between',
  'instance',
  'of',
  'not',
]);

function readMappings(
  source: ModdleElement,
  parameters: readonly ModdleElement[],
  findings: Findings,
): Mapping[] {
  return parameters.map((parameter) => {
    const target = textOf(parameter, 'target') ?? '';
    const text = textOf(parameter, 'source') ?? '';
    if (!TARGET_PATTERN.test(target) || target.split('.').some((name) => RESERVED_TARGETS.has(name))) {
      findings.add(
        source.id,
        `The target of a mapping must be a path of variable names, but it is '${target}'`,
      );
    }
    return {
      source: readProperty(text, source.id, findings),
      target: target.split('.'),
    };
  });
}
