import type { OperationInput } from '@camunda/transport';
import type { OperationDescriptor } from './operation-descriptor.ts';
import { toFormData } from './to-form-data.ts';

/** The members of an operation's input, each where the call carries it. */
export interface SplitInput {
  readonly path: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly body: Record<string, unknown> | undefined;
}

/**
 * Divides one flat input into path, query and body members; what is neither a path nor a query parameter belongs to the body. The
 * input is not changed.
 */
export function splitInput(descriptor: OperationDescriptor, input: object): SplitInput {
  const path = withoutPrototype();
  const query = withoutPrototype();
  const body = withoutPrototype();
  let hasBody = false;
  for (const [name, value] of Object.entries(input)) {
    if (descriptor.pathParameters.includes(name)) path[name] = value;
    else if (descriptor.queryParameters.includes(name)) query[name] = value;
    else if (value !== undefined) {
      body[name] = value;
      hasBody = true;
    }
  }
  return { path, query, body: hasBody ? body : undefined };
}

/** The same as the transport wants it: texts in the path, `FormData` for a multipart body. */
export function toOperationInput(
  descriptor: OperationDescriptor,
  { path, query, body }: SplitInput,
): OperationInput {
  return {
    ...(descriptor.pathParameters.length > 0 && { path: mapValues(path, toText) as Record<string, string> }),
    ...(Object.keys(query).length > 0 && { query: query as OperationInput['query'] }),
    ...(descriptor.body === 'json' && body !== undefined && { body }),
    ...(descriptor.body === 'multipart' && { body: toFormData(body ?? {}) }),
  };
}

/** Where `__proto__`, as JSON may name a member, is a member like any other. */
const withoutPrototype = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

/** Identifiers of backups are numbers; whatever else is left to the transport, which refuses what is not a text. */
function toText(value: unknown): unknown {
  return Number.isSafeInteger(value) || typeof value === 'bigint' ? String(value) : value;
}

function mapValues(
  record: Record<string, unknown>,
  map: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
