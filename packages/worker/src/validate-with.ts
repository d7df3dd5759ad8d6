import type { StandardSchemaV1 } from '@standard-schema/spec';
import { JobValidationError, type JobValidationSubject } from './job-validation-error.ts';

/**
 * What `schema` makes of `value`.
 *
 * @throws JobValidationError with the path and the expectation of every rule that is broken
 */
export function validateWith(
  schema: StandardSchemaV1,
  value: unknown,
  subject: JobValidationSubject,
): unknown | Promise<unknown> {
  const result = schema['~standard'].validate(value);
  return result instanceof Promise ? result.then((late) => read(late, subject)) : read(result, subject);
}

function read(result: StandardSchemaV1.Result<unknown>, subject: JobValidationSubject): unknown {
  if (result.issues === undefined) return result.value;
  throw new JobValidationError(
    subject,
    result.issues.map(({ message, path }) => ({ message, path: renderPath(path ?? []) })),
  );
}

function renderPath(path: readonly (PropertyKey | StandardSchemaV1.PathSegment)[]): string {
  let text = '';
  for (const segment of path) {
    const key = typeof segment === 'object' ? segment.key : segment;
    text += typeof key === 'number' ? `[${key}]` : `${text === '' ? '' : '.'}${String(key)}`;
  }
  return text;
}
