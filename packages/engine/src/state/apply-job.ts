import type { EventOf } from '../runtime/event.ts';
import type { EngineState } from './engine-state.ts';
import type { JobStatus } from './records.ts';

/** The life of a job. The element instance knows its open job; locks and back-offs are due work. */
export function applyJob(state: EngineState, event: EventOf<'JOB'>): void {
  const { key, value } = event;
  switch (event.intent) {
    case 'CREATED':
      state.jobs.put(key, value, 'ACTIVATABLE');
      state.elements.instances.patch(value.elementInstanceKey, { jobKey: key });
      return;
    case 'ACTIVATED':
    case 'TIMEOUT_UPDATED':
      state.jobs.put(key, value, 'ACTIVATED');
      state.due.schedule('JOB_TIMEOUT', key, value.deadline);
      return;
    case 'TIMED_OUT':
    case 'RECURRED_AFTER_BACKOFF':
    case 'RECURRED_AFTER_INCIDENT':
      state.due.cancel(key);
      state.jobs.put(key, value, 'ACTIVATABLE');
      return;
    case 'FAILED':
      applyFailure(state, event);
      return;
    case 'ERROR_THROWN':
      state.due.cancel(key);
      state.jobs.put(key, value, 'ERROR_THROWN');
      return;
    case 'RETRIES_UPDATED':
    case 'PRIORITY_UPDATED':
    case 'MIGRATED':
      state.jobs.put(key, value, state.jobs.jobs.get(key)?.status ?? 'ACTIVATABLE');
      return;
    case 'COMPLETED':
    case 'CANCELED':
      state.due.cancel(key);
      state.jobs.remove(key);
      if (event.intent === 'COMPLETED' && value.kind === 'EXECUTION_LISTENER') {
        const done = state.elements.instances.get(value.elementInstanceKey)?.listenersDone ?? 0;
        state.elements.instances.patch(value.elementInstanceKey, { listenersDone: done + 1 });
      } else if (event.intent === 'COMPLETED' && value.kind === 'TASK_LISTENER') {
        state.userTasks.countListener(value.elementInstanceKey);
      }
      state.elements.instances.patch(value.elementInstanceKey, { jobKey: 0 });
  }
}

function applyFailure(state: EngineState, event: EventOf<'JOB'>): void {
  const { key, value, timestamp } = event;
  state.due.cancel(key);
  let status: JobStatus = 'ACTIVATABLE';
  if (value.retries <= 0) {
    status = 'FAILED';
  } else if (value.backOffUntil > timestamp) {
    status = 'BACKING_OFF';
    state.due.schedule('JOB_BACKOFF', key, value.backOffUntil);
  }
  state.jobs.put(key, value, status);
}
