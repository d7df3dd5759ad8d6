import type { UpdateJobInput } from '../commands/update-job.ts';
import { type Fields, INT32 } from '../http/fields.ts';
import { invalidArgument } from '../runtime/engine-rejection.ts';

/** What a `changeset` changes about a job. @throws EngineRejection if that is nothing */
export function readJobChanges(changeset: Fields): Omit<UpdateJobInput, 'jobKey' | 'leaseToken'> {
  const retries = changeset.optionalInteger('retries', { ...INT32, minimum: 1 });
  const timeoutMs = changeset.optionalInteger('timeout', { minimum: 1 });
  const priority = changeset.optionalInteger('priority', INT32);
  if (retries === null && timeoutMs === null && priority === null) {
    throw invalidArgument("The field 'changeset' must have at least one of retries, timeout and priority");
  }
  return { retries, timeoutMs, priority };
}
