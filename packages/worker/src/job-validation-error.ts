import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';

/** What is not as it must be: what came with the job, what completes it, or what goes with its failure or BPMN error. */
export type JobValidationSubject =
  | 'variables'
  | 'customHeaders'
  | 'result'
  | 'jobResult'
  | 'failure'
  | 'error';

/** One broken rule of a schema. */
export interface JobValidationIssue {
  /** Such as `order.items[2].price`; empty for the value itself. */
  readonly path: string;
  /** What the schema expects. */
  readonly message: string;
}

/** A job's variables or headers, or what its handler gave, are not what the worker's schemas expect, or cannot be JSON. */
export class JobValidationError extends CamundaError {
  readonly subject: JobValidationSubject;
  readonly issues: readonly JobValidationIssue[];

  constructor(subject: JobValidationSubject, issues: readonly JobValidationIssue[]) {
    super(`${TITLES[subject]}: ${issues.map(renderIssue).join('; ')}`, { code: 'JOB_VALIDATION' });
    this.subject = subject;
    this.issues = issues;
  }

  get [errorBrand('JobValidationError')](): true {
    return true;
  }

  /** Whether `value` is a JobValidationError. */
  static override isInstance(value: unknown): value is JobValidationError {
    return hasErrorBrand(value, 'JobValidationError');
  }
}

const TITLES: Record<JobValidationSubject, string> = {
  variables: "The job's variables do not fit the input schema",
  customHeaders: "The job's custom headers do not fit their schema",
  result: 'The variables of the completion are not valid',
  jobResult: 'The result of the completion is not valid',
  failure: 'The variables of the failure are not valid',
  error: 'The variables of the BPMN error are not valid',
};

function renderIssue({ path, message }: JobValidationIssue): string {
  return path === '' ? message : `${path}: ${message}`;
}
