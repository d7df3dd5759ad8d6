import { type Acknowledgement, bpmnError, failure } from './acknowledgement.ts';
import type { ActivatedJob } from './activated-job.ts';
import { checkVariables } from './check-result.ts';
import { failureMessage } from './failure-message.ts';
import type { JobError } from './job-error.ts';
import type { JobFailure } from './job-failure.ts';

/** What a {@link JobFailure} asks for. @throws JobValidationError for variables that JSON cannot hold */
export function failureCommand(job: ActivatedJob, error: JobFailure): Acknowledgement {
  const variables = checkVariables(error.variables, 'failure');
  const cause = error.cause === undefined ? '' : `\n${failureMessage(error.cause)}`;
  return failure({
    retries: error.retries ?? Math.max(0, job.retries - 1),
    errorMessage: `${error.message || 'the handler failed the job without a message'}${cause}`,
    retryBackOff: error.retryBackOffMs,
    ...(variables && { variables }),
  });
}

/** What a {@link JobError} asks for. @throws JobValidationError for variables that JSON cannot hold */
export function errorCommand({ errorCode, message, variables: given }: JobError): Acknowledgement {
  const variables = checkVariables(given, 'error');
  return bpmnError({ errorCode, errorMessage: message, ...(variables && { variables }) });
}
