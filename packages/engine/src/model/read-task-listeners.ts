import type { ModdleElement } from 'bpmn-moddle';
import type { UserTaskTransitionKind } from '../runtime/user-task-values.ts';
import type { TaskListenerDefinition } from './executable.ts';
import type { Findings } from './finding.ts';
import { extensionOf, listOf, textOf } from './moddle-access.ts';
import { readInteger } from './read-job.ts';
import { readProperty } from './read-property.ts';

const EVENT_TYPES: Readonly<Record<string, UserTaskTransitionKind>> = {
  creating: 'CREATING',
  assigning: 'ASSIGNING',
  updating: 'UPDATING',
  completing: 'COMPLETING',
  canceling: 'CANCELING',
};

/** Reads the task listeners of a user task, in document order. */
export function readTaskListeners(source: ModdleElement, findings: Findings): TaskListenerDefinition[] {
  const listeners = listOf(extensionOf(source, 'zeebe:TaskListeners'), 'listeners');
  return listeners.flatMap((listener) => {
    const name = textOf(listener, 'eventType') ?? '';
    const type = textOf(listener, 'type') ?? '';
    const eventType = EVENT_TYPES[name];
    if (eventType === undefined) {
      const known = Object.keys(EVENT_TYPES).join(', ');
      findings.add(
        source.id,
        `The event type of a task listener must be one of ${known}, but it is '${name}'`,
      );
      return [];
    }
    if (type.trim() === '') {
      findings.add(source.id, 'A task listener must have a job type');
    }
    const retries = textOf(listener, 'retries') ?? '3';
    const job = {
      type: readProperty(type, source.id, findings),
      retries: readInteger(retries, source.id, 'number of retries', findings),
      priority: null,
      headers: {},
    };
    return [{ eventType, job }];
  });
}
