import { ValidationError } from './errors/validation-error.ts';
import {
  aBoolean,
  aFalse,
  aNumber,
  anObject,
  aText,
  checkMembers,
  type Expectation,
  either,
  isObject,
  kindOf,
  withMethod,
} from './expectation.ts';
import type { Operation, OperationInput } from './operation.ts';
import { DEFAULT_RETRY, mergeRetrySettings } from './retry-settings.ts';
import type { CallOptions, RetryOverride } from './transport.ts';

const EXPECTED: { readonly [Name in keyof Required<CallOptions>]: Expectation } = {
  signal: withMethod('addEventListener', 'an AbortSignal'),
  timeoutMs: aNumber,
  retry: either(anObject, aFalse),
  correlationId: aText,
  callerStack: aBoolean,
};

const RETRY_EXPECTED: { readonly [Name in keyof Required<RetryOverride>]: Expectation } = {
  maxAttempts: aNumber,
  baseDelayMs: aNumber,
  maxDelayMs: aNumber,
};

/** Looks at the names and kinds of the retry settings of a call or a transport. */
export function checkRetry(retry: RetryOverride, operationId: string): void {
  checkMembers(retry, RETRY_EXPECTED, { operationId, prefix: 'retry.' });
}

/**
 * Looks at what a call was given, for programs in JavaScript: before it waits for anything.
 *
 * @throws {ValidationError} it is no object, an option does not exist, or its value is of another kind
 */
export function checkCall(operation: Operation, input: OperationInput, options: CallOptions): void {
  if (!isObject(operation)) throw refuse('operation', 'The operation of a call', operation, 'unknown');
  const { operationId } = operation;
  if (!isObject(input)) throw refuse('input', `input of ${operationId}`, input, operationId);
  const { path, query } = input;
  if (path !== undefined && !isObject(path))
    throw refuse('path', `path in the input of ${operationId}`, path, operationId);
  if (query !== undefined && !isObject(query))
    throw refuse('query', `query in the input of ${operationId}`, query, operationId);
  if (!isObject(options)) throw refuse('options', `options of ${operationId}`, options, operationId);
  checkMembers(options, EXPECTED, { operationId });
  const { retry } = options;
  if (!retry) return;
  checkRetry(retry, operationId);
  mergeRetrySettings(retry, DEFAULT_RETRY, operationId);
}

function refuse(parameter: string, what: string, given: unknown, operationId: string): ValidationError {
  return new ValidationError(`${what} has to be an object, not ${kindOf(given)}`, { operationId, parameter });
}
