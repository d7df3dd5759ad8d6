import type { JobDefinition, UserTaskDefinition } from '../model/executable.ts';
import { formatKey, formatOptionalKey } from '../runtime/keys.ts';
import type { Step } from '../runtime/step.ts';
import type { TaskListenerReference, UserTaskTransitionKind } from '../runtime/user-task-values.ts';
import type { GlobalTaskListener, UserTask } from '../state/user-task-state.ts';
import type { ElementNode } from './behaviour.ts';
import { createJob } from './jobs.ts';

/** Who listens to a transition, in order: global listeners, those of the model, global listeners that come after those. */
export function listenersOf(
  step: Step,
  { element }: ElementNode,
  kind: UserTaskTransitionKind,
): readonly TaskListenerReference[] {
  const fromModel = (element.userTask?.listeners ?? []).flatMap(
    ({ eventType }, index): TaskListenerReference[] =>
      eventType === kind ? [{ source: 'model', index }] : [],
  );
  const { globalListeners } = step.state.userTasks;
  if (globalListeners.size === 0) {
    return fromModel;
  }
  const global = [...globalListeners.values()].filter(({ value }) => listensTo(value.eventTypes, kind));
  global.sort((left, right) => right.value.priority - left.value.priority || left.key - right.key);
  return [
    ...global.filter(({ value }) => !value.afterNonGlobal).map(referenceTo),
    ...fromModel,
    ...global.filter(({ value }) => value.afterNonGlobal).map(referenceTo),
  ];
}

/** Makes the job of the listener whose turn it is. Gives false if all have had their turn. */
export function startNextTaskListener(step: Step, node: ElementNode, task: UserTask): boolean {
  const { transition } = task.value;
  const listener = transition.listeners[task.listenersDone];
  const definition = node.element.userTask;
  const job = listener && definition && jobOf(listener, definition, transition.kind);
  if (job === undefined || job === null) {
    return false;
  }
  const headers = { ...task.value.customHeaders, ...reservedHeaders(task) };
  createJob(step, node, { ...job, headers }, { kind: 'TASK_LISTENER', listenerEventType: transition.kind });
  return true;
}

function listensTo(eventTypes: readonly string[], kind: UserTaskTransitionKind): boolean {
  return eventTypes.includes('all') || eventTypes.includes(kind.toLowerCase());
}

function referenceTo({ value: { type, retries } }: GlobalTaskListener): TaskListenerReference {
  return { source: 'global', type, retries };
}

function jobOf(
  listener: TaskListenerReference,
  { listeners }: UserTaskDefinition,
  kind: UserTaskTransitionKind,
): JobDefinition | undefined {
  if (listener.source === 'model') {
    const found = listeners[listener.index];
    // A migration may have brought another model meanwhile.
    return found?.eventType === kind ? found.job : undefined;
  }
  return {
    type: { kind: 'static', text: listener.type },
    retries: { kind: 'static', text: String(listener.retries) },
    priority: null,
    headers: {},
  };
}

/** What a listener reads of the task; what the task does not have is left out. */
function reservedHeaders({ key, value }: UserTask): Record<string, string> {
  const list = (names: readonly string[]) => (names.length === 0 ? null : JSON.stringify(names));
  const date = (moment: number) => (moment === 0 ? null : new Date(moment).toISOString());
  const headers: Record<string, string> = {};
  const add = (name: string, text: string | null) => {
    if (text !== null) {
      headers[`io.camunda.zeebe:${name}`] = text;
    }
  };
  add('action', value.action);
  add('assignee', value.assignee);
  add('candidateGroups', list(value.candidateGroups));
  add('candidateUsers', list(value.candidateUsers));
  add('changedAttributes', list(value.changedAttributes));
  add('dueDate', date(value.dueDate));
  add('followUpDate', date(value.followUpDate));
  add('formKey', formatOptionalKey(value.formKey));
  add('priority', String(value.priority));
  add('userTaskKey', formatKey(key));
  return headers;
}
