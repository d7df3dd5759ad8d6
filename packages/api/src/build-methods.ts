import type { Transport } from '@camunda/transport';
import { type CallHooks, callOperation, hasInput } from './call-operation.ts';
import type { EventualOperationOptions } from './call-types.ts';
import { type CamundaOperationGroups, type CamundaOperations, groupNames } from './generated/client.ts';
import { operations } from './generated/operations.ts';
import type { OperationDescriptor } from './operation-descriptor.ts';
import { type PaginateOptions, paginate, type SearchPage } from './paginate.ts';

type Method = (...parameters: unknown[]) => Promise<unknown>;

/** One method an operation, under its name and in its group, out of the table. */
export function buildMethods(
  transport: Transport,
  hooks: CallHooks,
): CamundaOperations & CamundaOperationGroups {
  const methods: Record<string, Method | Record<string, Method>> = {};
  for (const descriptor of Object.values(operations)) {
    const method = buildMethod(transport, descriptor, hooks);
    methods[descriptor.operationId] = method;
    const groupName = groupNames[descriptor.tag] ?? descriptor.tag;
    const group = (methods[groupName] ?? {}) as Record<string, Method>;
    group[descriptor.operationId] = method;
    methods[groupName] = group;
  }
  // The table and the interface are generated from the same document.
  return methods as unknown as CamundaOperations & CamundaOperationGroups;
}

function buildMethod(transport: Transport, descriptor: OperationDescriptor, hooks: CallHooks): Method {
  const call = (input: unknown, options: unknown): Promise<unknown> =>
    callOperation(
      transport,
      descriptor,
      (input ?? {}) as object,
      options as EventualOperationOptions<unknown>,
      hooks,
    );
  if (!hasInput(descriptor)) return (options) => call(undefined, options);
  const method: Method = (input, options) => call(input, options);
  if (descriptor.paginated !== true) return method;
  return Object.assign(method, {
    paginate: (input?: unknown, options?: PaginateOptions) =>
      paginate((page, signal) => call(page, { signal }) as Promise<SearchPage>, input, options),
  });
}
