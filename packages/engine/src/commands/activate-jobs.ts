import { fetchVariables, visibleVariables } from '../execution/variables.ts';
import { defineCommand } from '../runtime/command.ts';
import type { JobValue } from '../runtime/event.ts';
import type { JsonObject } from '../runtime/json.ts';
import type { Step } from '../runtime/step.ts';
import type { UserTask } from '../state/user-task-state.ts';

export interface ActivateJobsInput {
  readonly type: string;
  readonly worker: string;
  /** How long the worker may hold the jobs, in milliseconds of the engine's time. */
  readonly timeoutMs: number;
  readonly maxJobs: number;
  /** Only these variables; null for all that the element sees. */
  readonly fetchVariables: readonly string[] | null;
  readonly tenantIds: readonly string[];
  readonly withLease: boolean;
}

/** A job that was handed out. */
export interface ActivatedJob {
  readonly key: number;
  readonly value: JobValue;
  readonly variables: JsonObject;
  /** The user task that a task listener is about. */
  readonly userTask: UserTask | undefined;
}

/** Hands out jobs of a type: highest priority first, then the oldest. */
export const activateJobs = defineCommand('ACTIVATE', (step, input: ActivateJobsInput): ActivatedJob[] => {
  const keys: number[] = [];
  for (const { key } of step.state.jobs.activatable(input.type)) {
    if (keys.length === input.maxJobs) {
      break;
    }
    const tenantId = step.state.jobs.jobs.get(key)?.value.instance.tenantId ?? '';
    if (input.tenantIds.includes(tenantId)) {
      keys.push(key);
    }
  }
  return keys.flatMap((key) => activate(step, key, input));
});

function activate(step: Step, key: number, input: ActivateJobsInput): ActivatedJob[] {
  const job = step.state.jobs.jobs.get(key);
  if (job === undefined) {
    return [];
  }
  const value: JobValue = {
    ...job.value,
    worker: input.worker,
    deadline: step.now + input.timeoutMs,
    leaseToken: input.withLease ? String(step.nextKey()) : null,
  };
  step.emit('JOB', 'ACTIVATED', key, value);
  const scopeKey = value.elementInstanceKey;
  const variables =
    input.fetchVariables === null
      ? visibleVariables(step, scopeKey)
      : fetchVariables(step, scopeKey, input.fetchVariables);
  if (value.kind !== 'TASK_LISTENER') {
    return [{ key, value, variables, userTask: undefined }];
  }
  const userTask = step.state.userTasks.ofElement(scopeKey);
  // What the request brings is not written yet, but it is what the listener is to judge.
  const brought =
    userTask === undefined ? {} : only(userTask.value.transition.variables, input.fetchVariables);
  return [{ key, value, variables: { ...variables, ...brought }, userTask }];
}

function only(variables: JsonObject, names: readonly string[] | null): JsonObject {
  return names === null
    ? variables
    : Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name)));
}
