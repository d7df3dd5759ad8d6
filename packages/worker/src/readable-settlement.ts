import { failureMessage } from './failure-message.ts';
import { JobError } from './job-error.ts';
import type { Settlement } from './job-in-hand.ts';

/** The same, unless a handler threw something that throws when it is looked at: then an error that says so. */
export function readableSettlement(settlement: Settlement): Settlement {
  if (settlement.kind !== 'threw') return settlement;
  try {
    failureMessage(settlement.error);
    JobError.isInstance(settlement.error);
    return settlement;
  } catch {
    return {
      kind: 'threw',
      error: new Error('The handler threw something that cannot be read: it throws when it is looked at'),
    };
  }
}
