import type { ModdleElement } from 'bpmn-moddle';
import type { ModelProperty } from '../feel/index.ts';
import type { UserTaskDefinition } from './executable.ts';
import type { Findings } from './finding.ts';
import { extensionOf, textOf } from './moddle-access.ts';
import { readHeaders, readInteger } from './read-job.ts';
import { readLinkedForm } from './read-linked.ts';
import { readProperty } from './read-property.ts';
import { readTaskListeners } from './read-task-listeners.ts';
import { readNames } from './read-user-task.ts';

/** Reads a user task with the `zeebe:userTask` extension: a task that people find and complete through the API. */
export function readUserTaskDefinition(source: ModdleElement, findings: Findings): UserTaskDefinition | null {
  if (source.$type !== 'bpmn:UserTask' || extensionOf(source, 'zeebe:UserTask') === undefined) {
    return null;
  }
  const read = (extension: string, member: string, by = readProperty): ModelProperty | null => {
    const text = textOf(extensionOf(source, extension), member);
    return text === undefined || text === '' ? null : by(text, source.id, findings);
  };
  const form = extensionOf(source, 'zeebe:FormDefinition');
  if (textOf(form, 'formKey') !== undefined) {
    findings.add(source.id, 'Only a user task that is a job can have an embedded form (formKey)');
  }
  return {
    assignee: read('zeebe:AssignmentDefinition', 'assignee'),
    candidateGroups: read('zeebe:AssignmentDefinition', 'candidateGroups', readNames),
    candidateUsers: read('zeebe:AssignmentDefinition', 'candidateUsers', readNames),
    dueDate: read('zeebe:TaskSchedule', 'dueDate'),
    followUpDate: read('zeebe:TaskSchedule', 'followUpDate'),
    priority: read('zeebe:PriorityDefinition', 'priority', (text, id, list) =>
      readInteger(text, id, 'priority', list),
    ),
    externalFormReference: read('zeebe:FormDefinition', 'externalReference'),
    form: readLinkedForm(source, findings),
    listeners: readTaskListeners(source, findings),
    headers: readHeaders(source),
  };
}
