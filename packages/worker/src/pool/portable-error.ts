import {
  BackpressureError,
  ClosedError,
  HttpError,
  NetworkError,
  ResponseError,
  TimeoutError,
  ValidationError,
} from '@camunda/transport';
import { AcknowledgementRefusedError } from '../acknowledgement-refused-error.ts';
import { findJsonFault } from '../find-json-fault.ts';
import { JobAbortedError } from '../job-aborted-error.ts';
import { JobAlreadyAcknowledgedError } from '../job-already-acknowledged-error.ts';
import { JobError } from '../job-error.ts';
import { JobFailure } from '../job-failure.ts';
import { JobValidationError } from '../job-validation-error.ts';
import { WorkerConfigError } from '../worker-config-error.ts';

/** An error as it crosses from one thread or process to another. */
export interface PortableError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** The other members, as far as they can cross. */
  readonly members: Readonly<Record<string, unknown>>;
  /** The descriptions of the brands, such as `@camunda/error/HttpError`. */
  readonly brands: readonly string[];
  readonly cause: PortableError | undefined;
  /** What an AggregateError collects. */
  readonly errors: readonly PortableError[] | undefined;
}

const CLASSES: readonly { readonly name: string; readonly prototype: object }[] = [
  BackpressureError,
  ClosedError,
  HttpError,
  NetworkError,
  ResponseError,
  TimeoutError,
  ValidationError,
  AcknowledgementRefusedError,
  JobAbortedError,
  JobAlreadyAcknowledgedError,
  JobError,
  JobFailure,
  JobValidationError,
  WorkerConfigError,
  AggregateError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
];

const BRAND = '@camunda/error/';
const LONGEST_CHAIN = 5;

/** Takes an error, or whatever was thrown, apart for the way. */
export function toPortableError(error: unknown, depth = 0): PortableError {
  if (!(error instanceof Error)) {
    return {
      name: 'Error',
      message: describe(error),
      stack: undefined,
      members: {},
      brands: [],
      cause: undefined,
      errors: undefined,
    };
  }
  const members = Object.entries(error).filter(
    ([name, value]) => name !== 'cause' && name !== 'errors' && findJsonFault(value) === undefined,
  );
  const hasCause = error.cause !== undefined && error.cause !== null && depth < LONGEST_CHAIN;
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    members: Object.fromEntries(members),
    brands: brandsOf(error),
    cause: hasCause ? toPortableError(error.cause, depth + 1) : undefined,
    errors:
      depth < LONGEST_CHAIN ? partsOf(error)?.map((part) => toPortableError(part, depth + 1)) : undefined,
  };
}

/** Puts an error together again: of its class where that is known here, with its brands, members and cause in any case. */
export function fromPortableError(portable: PortableError): Error {
  const { name, message, stack, members, brands, cause, errors } = portable;
  const error = new Error(message);
  const known = CLASSES.find((candidate) => candidate.name === name);
  if (known) Object.setPrototypeOf(error, known.prototype);
  for (const [member, value] of Object.entries(members)) {
    Object.defineProperty(error, member, { value, enumerable: true, configurable: true, writable: true });
  }
  const hidden = { enumerable: false, configurable: true, writable: true };
  for (const brand of brands) {
    const symbol = Symbol.for(brand);
    if (!(symbol in error)) Object.defineProperty(error, symbol, { ...hidden, value: true });
  }
  Object.defineProperty(error, 'name', { ...hidden, value: name });
  Object.defineProperty(error, 'stack', { ...hidden, value: stack });
  if (cause) Object.defineProperty(error, 'cause', { ...hidden, value: fromPortableError(cause) });
  // Whoever knows the class counts on the list.
  if (errors || error instanceof AggregateError)
    Object.defineProperty(error, 'errors', { ...hidden, value: errors?.map(fromPortableError) ?? [] });
  return error;
}

function partsOf(error: Error): readonly unknown[] | undefined {
  if (!(error instanceof AggregateError)) return undefined;
  return Array.isArray(error.errors) ? error.errors : [];
}

function brandsOf(error: Error): string[] {
  const brands = new Set<string>();
  for (
    let level: unknown = error;
    typeof level === 'object' && level !== null;
    level = Object.getPrototypeOf(level)
  ) {
    for (const symbol of Object.getOwnPropertySymbols(level)) {
      const key = Symbol.keyFor(symbol);
      if (key?.startsWith(BRAND)) brands.add(key);
    }
  }
  return [...brands];
}

function describe(value: unknown): string {
  try {
    return typeof value === 'string' ? value : `the handler threw ${JSON.stringify(value) ?? String(value)}`;
  } catch {
    return `the handler threw ${Object.prototype.toString.call(value)}`;
  }
}
