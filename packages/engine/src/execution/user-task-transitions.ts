import { defineCommand, instanceOfKey } from '../runtime/command.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type {
  UserTaskAttributes,
  UserTaskTransition,
  UserTaskTransitionKind,
  UserTaskValue,
} from '../runtime/user-task-values.ts';
import type { UserTask } from '../state/user-task-state.ts';
import type { ElementNode } from './behaviour.ts';
import { completeElement } from './complete-element.ts';
import { attemptPhase } from './incidents.ts';
import { findNode, refresh } from './node.ts';
import { listenersOf, startNextTaskListener } from './task-listeners.ts';
import { continueTermination } from './terminate-element.ts';
import { attributesOf, changesBetween } from './user-task-attributes.ts';
import { propagateVariables, setLocalVariables } from './variables.ts';

/** A change that is asked for. */
export interface TransitionRequest {
  readonly kind: UserTaskTransitionKind;
  readonly action: string;
  /** What the task becomes. @default as it is */
  readonly changes?: Partial<UserTaskAttributes>;
  /** @default none */
  readonly variables?: JsonObject;
  /** @default false */
  readonly isLocal?: boolean;
  /** @default nobody */
  readonly nextAssignee?: string | null;
  /** @default 0: nobody waits */
  readonly requestKey?: number;
}

/** Begins a change of a user task. Without a listener it takes place at once; else when all of them have done their job. */
export function beginTransition(
  step: Step,
  node: ElementNode,
  taskKey: number,
  facts: Omit<UserTaskValue, 'transition' | 'changedAttributes' | 'action'>,
  request: TransitionRequest,
): void {
  const before = attributesOf(facts);
  const transition: UserTaskTransition = {
    kind: request.kind,
    before,
    requested: { ...before, ...request.changes },
    listeners: listenersOf(step, node, request.kind),
    variables: request.variables ?? {},
    isLocal: request.isLocal === true,
    nextAssignee: request.nextAssignee ?? null,
    requestKey: request.requestKey ?? 0,
    deniedReason: null,
  };
  emitRequested(step, taskKey, { ...facts, action: request.action, changedAttributes: [], transition });
  advanceTransition(step, node);
}

/** The next listener's turn comes, or the change takes place. A listener that cannot be made raises an incident. */
function advanceTransition(step: Step, node: ElementNode): void {
  const { key } = node.instance;
  // A listener is at work already: what has led here is out of date.
  if (refresh(step, node).instance.jobKey !== 0) {
    return;
  }
  attemptPhase(step, key, () => {
    const task = step.state.userTasks.ofElement(key);
    if (task !== undefined && task.state !== 'CREATED' && !startNextTaskListener(step, node, task)) {
      finishTransition(step, node, task);
    }
  });
}

/** A listener has done its job. */
export const continueTransition = defineCommand(
  'CONTINUE_TRANSITION',
  (step, input: { key: number }) => {
    const node = findNode(step, input.key);
    if (node !== undefined) {
      advanceTransition(step, node);
    }
  },
  (state, { key }) => instanceOfKey(state, key),
);

/** After an incident the transition of an element's user task runs again, from its first listener on. */
export function restartTransition(step: Step, node: ElementNode): void {
  const task = step.state.userTasks.ofElement(node.instance.key);
  if (task === undefined || task.state === 'CREATED' || node.instance.jobKey !== 0) {
    return;
  }
  const transition = { ...task.value.transition, listeners: listenersOf(step, node, task.state) };
  emitRequested(step, task.key, { ...task.value, transition });
  advanceTransition(step, node);
}

function emitRequested(step: Step, taskKey: number, value: UserTaskValue): void {
  const { kind, requested } = value.transition;
  step.emit('USER_TASK', kind, taskKey, {
    ...value,
    ...requested,
    changedAttributes: changesBetween(value.transition, requested),
  });
}

function finishTransition(step: Step, node: ElementNode, task: UserTask): void {
  const { key, value } = task;
  const { kind, variables, isLocal, nextAssignee } = value.transition;
  const elementKey = node.instance.key;
  switch (kind) {
    case 'CREATING':
      step.emit('USER_TASK', 'CREATED', key, value);
      if (nextAssignee !== null) {
        const changes = { assignee: nextAssignee };
        beginTransition(step, node, key, value, { kind: 'ASSIGNING', action: 'assign', changes });
      }
      return;
    case 'ASSIGNING':
      step.emit('USER_TASK', 'ASSIGNED', key, value);
      return;
    case 'UPDATING':
      step.emit('USER_TASK', 'UPDATED', key, value);
      (isLocal ? setLocalVariables : propagateVariables)(step, elementKey, variables);
      return;
    case 'COMPLETING':
      step.emit('USER_TASK', 'COMPLETED', key, value);
      step.enqueue(completeElement, { key: elementKey, variables });
      return;
    case 'CANCELING':
      step.emit('USER_TASK', 'CANCELED', key, value);
      // Without a listener the termination has not stopped: then this finds nothing left to do.
      step.enqueue(continueTermination, { key: elementKey });
  }
}
