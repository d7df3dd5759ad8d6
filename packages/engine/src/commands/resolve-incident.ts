import { retryElement } from '../execution/retry-element.ts';
import { defineCommand } from '../runtime/command.ts';
import { invalidState, notFound } from '../runtime/engine-rejection.ts';

/** Lets an element go on after an incident: its job may be activated again, or its failed phase is run again. */
export const resolveIncident = defineCommand('RESOLVE', (step, input: { incidentKey: number }) => {
  const incident = step.state.incidents.get(input.incidentKey);
  if (incident === undefined) {
    throw notFound(`an active incident with key '${input.incidentKey}'`);
  }
  const { jobKey, elementInstanceKey } = incident.value;
  const job = step.state.jobs.jobs.get(jobKey);
  if (job !== undefined && job.status === 'FAILED' && job.value.retries <= 0) {
    throw invalidState(
      `Expected the job '${jobKey}' of the incident to have retries left, but it has none; update its retries first`,
    );
  }
  step.emit('INCIDENT', 'RESOLVED', input.incidentKey, incident.value);
  if (job !== undefined) {
    step.emit('JOB', 'RECURRED_AFTER_INCIDENT', jobKey, { ...job.value, deadline: 0, worker: '' });
  } else {
    step.enqueue(retryElement, { key: elementInstanceKey });
  }
});
