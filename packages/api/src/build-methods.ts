import type { Transport } from '@camunda/transport';
import { type CallHooks, callOperation, hasInput } from './call-operation.ts';
import { checkCall } from './check-call.ts';
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
  const call = async (input: unknown, options: unknown): Promise<unknown> => {
    const [members, settings] = [input ?? {}, options ?? {}];
    checkCall(descriptor.operationId, members, settings);
    return callOperation(transport, descriptor, members, settings, hooks);
  };
  if (!hasInput(descriptor)) return (options) => call(undefined, options);
  const method: Method = (input, options) => call(input, options);
  if (descriptor.paginated !== true) return method;
  return Object.assign(method, {
    paginate: (input?: unknown, options?: PaginateOptions) =>
      paginate((page, callOptions) => call(page, callOptions) as Promise<SearchPage>, input, options),
  });
}
