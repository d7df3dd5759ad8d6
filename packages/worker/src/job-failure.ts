import { CamundaError, didYouMean, errorBrand, hasErrorBrand } from '@camunda/core';
import { describeValue } from './find-json-fault.ts';
import type { JsonObject } from './json-value.ts';

/** How a {@link JobFailure} fails the job. */
export interface JobFailureOptions {
  /** How many tries are left afterwards; 0 raises an incident. @default the job's current retries - 1, never below 0 */
  readonly retries?: number | undefined;
  /** How long the job waits before it is handed out again, in milliseconds. @default 0 */
  readonly retryBackOffMs?: number | undefined;
  /** Variables that are set in the scope of the task. @default none */
  readonly variables?: JsonObject | undefined;
  /** The error that led to this one; its message is part of the failure's. @default none */
  readonly cause?: unknown;
}

const MOST: { readonly [Name in keyof Required<JobFailureOptions>]: number | undefined } = {
  retries: 2 ** 31 - 1,
  retryBackOffMs: Number.MAX_SAFE_INTEGER,
  variables: undefined,
  cause: undefined,
};

/**
 * Throw it from a job handler to fail the job with a message, a number of retries and a pause of your own.
 *
 * @see the runtime reference's `JobFailure`
 */
export class JobFailure extends CamundaError {
  readonly retries: number | undefined;
  readonly retryBackOffMs: number;
  readonly variables: JsonObject | undefined;

  /**
   * @param message shown to operators in the incident
   * @param options retries, pause and variables
   * @throws TypeError if `retries` or `retryBackOffMs` is not a whole number of at least 0, and for an option that does not exist
   */
  constructor(message: string, options: JobFailureOptions = {}) {
    checkOptions(options);
    super(message, { code: 'JOB_FAILURE', cause: options.cause });
    this.retries = options.retries;
    this.retryBackOffMs = options.retryBackOffMs ?? 0;
    this.variables = options.variables;
  }

  get [errorBrand('JobFailure')](): true {
    return true;
  }

  /** Whether `value` is a JobFailure, also one from another copy of this package. */
  static override isInstance(value: unknown): value is JobFailure {
    return hasErrorBrand(value, 'JobFailure');
  }
}

function checkOptions(options: JobFailureOptions): void {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`JobFailure: the options must be an object, not ${describeValue(given)}`);
  }
  const known = Object.keys(MOST);
  for (const [name, value] of Object.entries(given)) {
    if (!known.includes(name)) {
      const meant = didYouMean(name, known);
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      throw new TypeError(`JobFailure: there is no option ${name}${hint}`);
    }
    const most = MOST[name as keyof JobFailureOptions];
    if (most === undefined || value === undefined) continue;
    if (!(Number.isSafeInteger(value) && value >= 0 && value <= most)) {
      throw new TypeError(
        `JobFailure: ${name} must be a whole number from 0 to ${most}, not ${String(value)}`,
      );
    }
  }
}
