import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describeValue, findJsonFault, isPlainObject } from './find-json-fault.ts';
import { JobValidationError } from './job-validation-error.ts';
import type { JsonObject } from './json-value.ts';
import { validateWith } from './validate-with.ts';

/**
 * The variables that a handler returned, or gave to `job.complete`, as the output schema makes them where there is one.
 *
 * @throws JobValidationError for anything but one plain object that JSON can hold, or nothing, and for what the schema refuses
 */
export function checkResult(
  value: unknown,
  schema: StandardSchemaV1 | undefined,
): JsonObject | undefined | Promise<JsonObject | undefined> {
  if (value !== undefined && !isPlainObject(value)) {
    const message = `expected a plain object or nothing, got ${describeValue(value)}`;
    throw new JobValidationError('result', [{ path: '', message }]);
  }
  if (schema === undefined) return checkJson(value);
  const validated = validateWith(schema, value ?? {}, 'result');
  return validated instanceof Promise ? validated.then(checkJson) : checkJson(validated);
}

function checkJson(value: unknown): JsonObject | undefined {
  const fault = value === undefined ? undefined : findJsonFault(value);
  if (fault) throw new JobValidationError('result', [{ path: fault.path, message: fault.problem }]);
  return value as JsonObject | undefined;
}
