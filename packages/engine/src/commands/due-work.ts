import type { Command } from '../runtime/command.ts';
import { defineCommand } from '../runtime/command.ts';
import type { DueKind, DueWork } from '../state/records.ts';

const timeOutJob = defineCommand('TIME_OUT', (step, { key }: DueWork) => {
  const job = step.state.jobs.jobs.get(key);
  if (job !== undefined) {
    step.emit('JOB', 'TIMED_OUT', key, { ...job.value, deadline: 0, worker: '', leaseToken: null });
  }
});

const recurJob = defineCommand('RECUR', (step, { key }: DueWork) => {
  const job = step.state.jobs.jobs.get(key);
  if (job !== undefined) {
    step.emit('JOB', 'RECURRED_AFTER_BACKOFF', key, { ...job.value, backOffUntil: 0 });
  }
});

/** What happens when work falls due. The command must end the due work: schedule it anew, or cancel it. */
export const dueCommands: { readonly [Kind in DueKind]: Command<DueWork> } = {
  JOB_TIMEOUT: timeOutJob,
  JOB_BACKOFF: recurJob,
};
