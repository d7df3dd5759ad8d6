import type { EventOf } from '../runtime/event.ts';
import type { JobRow, JobRowState } from './rows.ts';

/** The state that a search shows after each event. */
const STATES: Readonly<Record<EventOf<'JOB'>['intent'], JobRowState>> = {
  CREATED: 'CREATED',
  ACTIVATED: 'CREATED',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  ERROR_THROWN: 'ERROR_THROWN',
  TIMED_OUT: 'TIMED_OUT',
  RECURRED_AFTER_BACKOFF: 'CREATED',
  RECURRED_AFTER_INCIDENT: 'CREATED',
  RETRIES_UPDATED: 'RETRIES_UPDATED',
  TIMEOUT_UPDATED: 'TIMEOUT_UPDATED',
  PRIORITY_UPDATED: 'PRIORITY_UPDATED',
  MIGRATED: 'MIGRATED',
  CANCELED: 'CANCELED',
};

/** Takes a job's event into its row. */
export function projectJob(rows: Map<number, JobRow>, event: EventOf<'JOB'>): void {
  const { key, value, intent, timestamp } = event;
  const row = rows.get(key);
  if (row === undefined) {
    rows.set(key, {
      key,
      value,
      state: 'CREATED',
      createdAt: timestamp,
      updatedAt: timestamp,
      endedAt: 0,
      hasFailedWithRetriesLeft: false,
    });
    return;
  }
  // A job that threw a caught error is also dropped with its element; what it did is what counts.
  const isEchoOfError = intent === 'CANCELED' && row.state === 'ERROR_THROWN';
  row.value = value;
  row.updatedAt = timestamp;
  if (!isEchoOfError) {
    row.state = STATES[intent];
  }
  if (intent === 'COMPLETED' || intent === 'CANCELED' || intent === 'ERROR_THROWN') {
    row.endedAt = timestamp;
  } else if (intent === 'RECURRED_AFTER_INCIDENT') {
    row.endedAt = 0;
  }
  if (intent !== 'MIGRATED') {
    row.hasFailedWithRetriesLeft = row.state === 'FAILED' && value.retries > 0;
  }
}
