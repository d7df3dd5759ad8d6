import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describeValue, findJsonFault, isPlainObject } from './find-json-fault.ts';
import { JobValidationError, type JobValidationSubject } from './job-validation-error.ts';
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
  const variables = checkVariables(value, 'result');
  if (schema === undefined) return variables;
  const validated = validateWith(schema, variables ?? {}, 'result');
  return validated instanceof Promise
    ? validated.then((late) => checkVariables(late, 'result'))
    : checkVariables(validated, 'result');
}

/**
 * Variables as they may be sent with a command.
 *
 * @throws JobValidationError for anything but one plain object that JSON can hold, or nothing
 */
export function checkVariables(value: unknown, subject: JobValidationSubject): JsonObject | undefined {
  if (value === undefined) return undefined;
  if (!isPlainObject(value)) {
    const message = `expected a plain object or nothing, got ${describeValue(value)}`;
    throw new JobValidationError(subject, [{ path: '', message }]);
  }
  const fault = findJsonFault(value);
  if (fault) throw new JobValidationError(subject, [{ path: fault.path, message: fault.problem }]);
  return value as JsonObject;
}
