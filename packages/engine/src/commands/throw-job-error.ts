import { throwError } from '../execution/errors.ts';
import { raiseIncident } from '../execution/incidents.ts';
import { findNode } from '../execution/node.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidState } from '../runtime/engine-rejection.ts';
import type { JsonObject } from '../runtime/json.ts';
import { findWorkableJob } from './find-job.ts';

export interface ThrowJobErrorInput {
  readonly jobKey: number;
  readonly errorCode: string;
  readonly errorMessage: string | null;
  readonly variables: JsonObject;
  readonly leaseToken: string | null;
}

/** The worker reports a business error: the nearest catcher takes over, else an incident. */
export const throwJobError = defineCommand('THROW_ERROR', (step, input: ThrowJobErrorInput) => {
  const { key, value } = findWorkableJob(step, input.jobKey, input.leaseToken);
  if (value.kind === 'EXECUTION_LISTENER' || value.kind === 'TASK_LISTENER') {
    throw invalidState(`Expected a job of an element, but the job '${key}' is of a listener`);
  }
  const { errorCode, errorMessage } = input;
  step.emit('JOB', 'ERROR_THROWN', key, {
    ...value,
    errorCode,
    errorMessage,
    deadline: 0,
    leaseToken: null,
  });
  const node = findNode(step, value.elementInstanceKey);
  if (node !== undefined && !throwError(step, node, errorCode, input.variables)) {
    const reason = errorMessage === null ? '' : `: ${errorMessage}`;
    raiseIncident(
      step,
      node.instance,
      'UNHANDLED_ERROR_EVENT',
      `The job threw the error '${errorCode}', but nothing catches it${reason}`,
      key,
    );
  }
});
