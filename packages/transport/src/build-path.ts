import { ValidationError } from './errors/validation-error.ts';
import type { Operation, OperationInput } from './operation.ts';

const parsedPaths = new WeakMap<Operation, readonly string[]>();

/**
 * The path of a call below the base address, with its query. Every value is encoded once; values that would lead to another resource
 * are refused: `.`, `..`, the empty text, a missing one, anything but a text.
 *
 * @throws {ValidationError} a path parameter cannot be sent; nothing was
 */
export function buildPath(operation: Operation, input: OperationInput): string {
  const parts = parsePath(operation);
  let path = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 2) {
    path += encodeParameter(operation, parts[index] ?? '', input.path);
    path += parts[index + 1] ?? '';
  }
  return input.query === undefined ? path : path + encodeQuery(input.query);
}

/** Texts and parameter names in turn: `/jobs/{jobKey}/completion` gives `['/jobs/', 'jobKey', '/completion']`. */
function parsePath(operation: Operation): readonly string[] {
  let parts = parsedPaths.get(operation);
  if (parts === undefined) {
    parts = operation.path.split(/[{}]/);
    parsedPaths.set(operation, parts);
  }
  return parts;
}

function encodeParameter(operation: Operation, name: string, values: OperationInput['path']): string {
  const value: unknown = values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined || value === null) throw refuse(operation, name, 'is missing');
  if (typeof value !== 'string') throw refuse(operation, name, `is of type ${typeof value}, not a text`);
  if (value === '') throw refuse(operation, name, 'is empty');
  if (value === '.' || value === '..')
    throw refuse(operation, name, `is ${JSON.stringify(value)}, which would lead to another resource`);
  try {
    return encodeURIComponent(value);
  } catch (cause) {
    throw refuse(operation, name, 'is not well-formed Unicode', cause);
  }
}

function refuse(operation: Operation, parameter: string, what: string, cause?: unknown): ValidationError {
  const { operationId } = operation;
  return new ValidationError(`The path parameter ${parameter} of ${operationId} ${what}`, {
    operationId,
    parameter,
    cause,
  });
}

function encodeQuery(query: NonNullable<OperationInput['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
