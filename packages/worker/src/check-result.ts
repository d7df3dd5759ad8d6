import { describeValue, findJsonFault, isPlainObject } from './find-json-fault.ts';
import { JobValidationError } from './job-validation-error.ts';
import type { JsonObject } from './json-value.ts';

/**
 * The variables that a handler returned.
 *
 * @throws JobValidationError for anything but one plain object that JSON can hold, or nothing
 */
export function checkResult(value: unknown): JsonObject | undefined {
  if (value === undefined) return undefined;
  if (!isPlainObject(value)) {
    const message = `expected a plain object or nothing, got ${describeValue(value)}`;
    throw new JobValidationError('result', [{ path: '', message }]);
  }
  const fault = findJsonFault(value);
  if (fault) throw new JobValidationError('result', [{ path: fault.path, message: fault.problem }]);
  return value as JsonObject;
}
