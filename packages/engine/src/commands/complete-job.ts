import { completeElement } from '../execution/complete-element.ts';
import { continueAfterListener } from '../execution/listeners.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import { type AdHocJobResult, applyAdHocResult } from './activate-ad-hoc-elements.ts';
import { giveBusinessId } from './assign-business-id.ts';
import { completeTaskListener, type TaskListenerResult } from './complete-task-listener.ts';
import { findWorkableJob } from './find-job.ts';

export interface CompleteJobInput {
  readonly jobKey: number;
  readonly variables: JsonObject;
  readonly leaseToken: string | null;
  /** The business id that the process instance gets. @default it keeps what it has */
  readonly businessId?: string | null | undefined;
  /** What the worker of an ad-hoc sub-process wants. @default nothing */
  readonly adHocResult?: AdHocJobResult | undefined;
  /** What a task listener says of the transition. @default it agrees */
  readonly taskResult?: TaskListenerResult | undefined;
}

/** The worker has done its work: the element goes on with the result. */
export const completeJob = defineCommand('COMPLETE', (step, input: CompleteJobInput) => {
  const { key, value } = findWorkableJob(step, input.jobKey, input.leaseToken);
  const { businessId = null } = input;
  if (businessId !== null) {
    giveBusinessId(step, { processInstanceKey: value.processInstanceKey, businessId });
  }
  if (value.kind === 'TASK_LISTENER') {
    completeTaskListener(step, key, value, input);
    return;
  }
  if (input.taskResult !== undefined) {
    throw invalidArgument(
      `The field 'result' must not be given for the job '${key}': it is no job of a task listener`,
    );
  }
  step.emit('JOB', 'COMPLETED', key, value);
  if (value.kind === 'EXECUTION_LISTENER') {
    const { variables } = input;
    step.enqueue(continueAfterListener, { key: value.elementInstanceKey, variables });
    return;
  }
  if (value.kind === 'AD_HOC_SUB_PROCESS') {
    applyAdHocResult(step, value.elementInstanceKey, input.adHocResult, input.variables);
    return;
  }
  step.enqueue(completeElement, { key: value.elementInstanceKey, variables: input.variables });
});
