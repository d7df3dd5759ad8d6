import { changesBetween } from '../execution/user-task-attributes.ts';
import { continueTransition } from '../execution/user-task-transitions.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JobValue } from '../runtime/event.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { UserTaskAttributes } from '../runtime/user-task-values.ts';
import type { UserTask } from '../state/user-task-state.ts';

/** What a task listener says of the transition. */
export interface TaskListenerResult {
  readonly isDenied: boolean;
  readonly deniedReason: string | null;
  readonly corrections: Partial<UserTaskAttributes>;
}

const AGREED: TaskListenerResult = { isDenied: false, deniedReason: null, corrections: {} };

/** A task listener has done its job: its corrections count for those after it, or the task stays as it was. */
export function completeTaskListener(
  step: Step,
  jobKey: number,
  job: JobValue,
  input: { readonly variables: JsonObject; readonly taskResult?: TaskListenerResult | undefined },
): void {
  const result = input.taskResult ?? AGREED;
  const task = step.state.userTasks.ofElement(job.elementInstanceKey);
  refuseImpossible(job, task, input.variables, result);
  const { isDenied, deniedReason, corrections } = result;
  step.emit('JOB', 'COMPLETED', jobKey, { ...job, verdict: { isDenied, reason: deniedReason } });
  if (task === undefined) {
    return;
  }
  const { transition } = task.value;
  if (isDenied) {
    step.emit('USER_TASK', 'DENIED', task.key, {
      ...task.value,
      ...transition.before,
      changedAttributes: [],
      transition: { ...transition, deniedReason },
    });
    return;
  }
  if (Object.keys(corrections).length > 0) {
    const corrected = { ...task.value, ...corrections };
    const changedAttributes = changesBetween(transition, corrected);
    step.emit('USER_TASK', 'CORRECTED', task.key, { ...corrected, changedAttributes });
  }
  step.enqueue(continueTransition, { key: job.elementInstanceKey });
}

function refuseImpossible(
  { listenerEventType }: JobValue,
  task: UserTask | undefined,
  variables: JsonObject,
  { isDenied, corrections }: TaskListenerResult,
): void {
  if (Object.keys(variables).length > 0) {
    throw invalidArgument("The field 'variables' must be empty: a task listener cannot set variables");
  }
  if (isDenied && Object.keys(corrections).length > 0) {
    throw invalidArgument(
      "The fields 'result.denied' and 'result.corrections' exclude each other: what is denied cannot be corrected",
    );
  }
  if (isDenied && (listenerEventType === 'CREATING' || listenerEventType === 'CANCELING')) {
    throw invalidArgument(
      `The field 'result.denied' must not be true: a listener of the event ${listenerEventType} cannot deny it`,
    );
  }
  const isAssignedByModel = (task?.value.transition.nextAssignee ?? null) !== null;
  if (listenerEventType === 'CREATING' && isAssignedByModel && corrections.assignee !== undefined) {
    throw invalidArgument(
      "The field 'result.corrections.assignee' must not be given: the model already gives the task an assignee",
    );
  }
}
