import { fireTimer } from '../execution/catch-event-timers.ts';
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

const triggerTimer = defineCommand('TRIGGER', (step, { key }: DueWork) => {
  const timer = step.state.catchEvents.find('TIMER', key);
  if (timer !== undefined) {
    fireTimer(step, timer);
  }
});

const expireMessage = defineCommand('EXPIRE', (step, { key }: DueWork) => {
  const message = step.state.messages.messages.get(key);
  if (message !== undefined) {
    step.emit('MESSAGE', 'EXPIRED', key, message.value);
  }
});

/** What happens when work falls due. The command must end the due work: schedule it anew, or cancel it. */
export const dueCommands: { readonly [Kind in DueKind]: Command<DueWork> } = {
  JOB_TIMEOUT: timeOutJob,
  JOB_BACKOFF: recurJob,
  TIMER: triggerTimer,
  MESSAGE_EXPIRY: expireMessage,
};
