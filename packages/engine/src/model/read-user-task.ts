import type { ModdleElement } from 'bpmn-moddle';
import type { ModelProperty } from '../feel/index.ts';
import { compileExpression } from '../feel/index.ts';
import type { JobDefinition } from './executable.ts';
import type { Findings } from './finding.ts';
import { extensionOf, textOf } from './moddle-access.ts';
import { readHeaders } from './read-job.ts';
import { readLinkedForm } from './read-linked.ts';
import { readProperty } from './read-property.ts';

const JOB_TYPE = 'io.camunda.zeebe:userTask';

/** Reads a user task without the `zeebe:userTask` extension: a job, with the assignment in reserved headers. */
export function readUserTaskJob(source: ModdleElement, findings: Findings): JobDefinition | null {
  if (source.$type !== 'bpmn:UserTask' || extensionOf(source, 'zeebe:UserTask') !== undefined) {
    return null;
  }
  const computedHeaders: Record<string, ModelProperty> = {};
  const add = (extension: string, member: string, read = readProperty) => {
    const text = textOf(extensionOf(source, extension), member);
    if (text !== undefined && text !== '') {
      computedHeaders[`io.camunda.zeebe:${member}`] = read(text, source.id, findings);
    }
  };
  add('zeebe:AssignmentDefinition', 'assignee');
  add('zeebe:AssignmentDefinition', 'candidateGroups', readNames);
  add('zeebe:AssignmentDefinition', 'candidateUsers', readNames);
  add('zeebe:TaskSchedule', 'dueDate');
  add('zeebe:TaskSchedule', 'followUpDate');
  add('zeebe:FormDefinition', 'formKey');
  return {
    type: { kind: 'static', text: JOB_TYPE },
    retries: { kind: 'static', text: '1' },
    priority: null,
    headers: readHeaders(source),
    computedHeaders,
    form: readLinkedForm(source, findings),
  };
}

/** Names in a static text are split at commas; the header shows them as a JSON list. */
export function readNames(text: string, elementId: string | undefined, findings: Findings): ModelProperty {
  if (text.trimStart().startsWith('=')) {
    return readProperty(text, elementId, findings);
  }
  const names = text.split(',').map((name) => name.trim());
  const list = compileExpression(JSON.stringify(names.filter((name) => name !== '')));
  return list.ok
    ? { kind: 'expression', expression: list.expression }
    : readProperty('', elementId, findings);
}
