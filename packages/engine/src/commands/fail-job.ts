import { raiseIncident } from '../execution/incidents.ts';
import { setLocalVariables } from '../execution/variables.ts';
import { defineCommand } from '../runtime/command.ts';
import type { JsonObject } from '../runtime/json.ts';
import { findWorkableJob } from './find-job.ts';

export interface FailJobInput {
  readonly jobKey: number;
  /** How often the job may still be tried. */
  readonly retries: number;
  readonly errorMessage: string | null;
  /** How long until it may be tried again, in milliseconds of the engine's time. */
  readonly retryBackOffMs: number;
  readonly variables: JsonObject;
  readonly leaseToken: string | null;
}

const NO_RETRIES = {
  BPMN_ELEMENT: 'JOB_NO_RETRIES',
  EXECUTION_LISTENER: 'EXECUTION_LISTENER_NO_RETRIES',
  TASK_LISTENER: 'TASK_LISTENER_NO_RETRIES',
  AD_HOC_SUB_PROCESS: 'AD_HOC_SUB_PROCESS_NO_RETRIES',
} as const;

/** The worker could not do its work: tried again while there are retries, else an incident. */
export const failJob = defineCommand('FAIL', (step, input: FailJobInput) => {
  const { key, value } = findWorkableJob(step, input.jobKey, input.leaseToken);
  const { retries, errorMessage, retryBackOffMs } = input;
  step.emit('JOB', 'FAILED', key, {
    ...value,
    retries,
    errorMessage,
    deadline: 0,
    leaseToken: null,
    backOffUntil: retries > 0 && retryBackOffMs > 0 ? step.now + retryBackOffMs : 0,
  });
  setLocalVariables(step, value.elementInstanceKey, input.variables);
  const instance = step.state.elements.instances.get(value.elementInstanceKey);
  if (retries <= 0 && instance !== undefined) {
    raiseIncident(step, instance, NO_RETRIES[value.kind], errorMessage ?? 'No more retries left.', key);
  }
});
