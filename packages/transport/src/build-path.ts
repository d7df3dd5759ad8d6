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
  return input.query === undefined ? path : path + encodeQuery(operation, input.query);
}

const MEMBERS: { readonly [Name in keyof Operation]?: readonly unknown[] } = {
  method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  operationClass: ['safe', 'idempotent', 'acknowledgement', 'unsafe'],
  body: ['none', 'json', 'multipart', 'octet'],
  response: ['none', 'json', 'text', 'binary', 'stream'],
};

/** Looks at an operation once: programs in JavaScript write them by hand. */
function checkOperation(operation: Operation): void {
  const operationId = String(operation.operationId);
  const refuse = (member: string, what: string): never => {
    throw new ValidationError(`${member} of the operation ${operationId} ${what}`, {
      operationId,
      parameter: member,
    });
  };
  if (typeof operation.path !== 'string' || !operation.path.startsWith('/'))
    refuse('path', 'has to be a text that begins with /');
  for (const [member, values] of Object.entries(MEMBERS)) {
    const value: unknown = Reflect.get(operation, member);
    if (!values.includes(value))
      refuse(member, `has to be one of ${values.join(', ')}, not ${String(value)}`);
  }
}

/** Texts and parameter names in turn: `/jobs/{jobKey}/completion` gives `['/jobs/', 'jobKey', '/completion']`. */
function parsePath(operation: Operation): readonly string[] {
  let parts = parsedPaths.get(operation);
  if (parts === undefined) {
    checkOperation(operation);
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

function encodeQuery(operation: Operation, query: NonNullable<OperationInput['query']>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    if (typeof value === 'object' || typeof value === 'function') {
      const { operationId } = operation;
      throw new ValidationError(
        `The query parameter ${name} of ${operationId} is of type ${typeof value}, not a text, number or boolean`,
        { operationId, parameter: name },
      );
    }
    parameters.append(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
