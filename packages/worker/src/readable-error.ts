import { failureMessage } from './failure-message.ts';
import { JobError } from './job-error.ts';

/** The same, unless it throws when it is looked at: then an error that says so. */
export function readableError(error: unknown): unknown {
  try {
    failureMessage(error);
    JobError.isInstance(error);
    return error;
  } catch {
    return new Error('The handler threw something that cannot be read: it throws when it is looked at');
  }
}
