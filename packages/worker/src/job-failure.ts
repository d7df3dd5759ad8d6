import { CamundaError, errorBrand, hasErrorBrand } from '@camunda/core';
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
   * @throws TypeError if `retries` or `retryBackOffMs` is not a whole number of at least 0
   */
  constructor(message: string, options: JobFailureOptions = {}) {
    for (const name of ['retries', 'retryBackOffMs'] as const) {
      const value = options[name];
      if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
        throw new TypeError(`JobFailure: ${name} must be a whole number of at least 0, not ${String(value)}`);
      }
    }
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
