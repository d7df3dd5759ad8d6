import { CamundaError, hasErrorBrand } from '@camunda/core';
import type { OperationOptions } from './call-types.ts';
import type { CamundaOperations } from './generated/client.ts';
import type { ProcessInstanceKey } from './generated/keys.ts';
import type { CreateProcessInstanceInput, ProcessInstanceResult } from './generated/types.ts';

/** What {@link EnsureProcessInstance} needs: an input of `createProcessInstance` with a business id. */
export type EnsureProcessInstanceInput = CreateProcessInstanceInput & { readonly businessId: string };

/** How {@link EnsureProcessInstance} goes about it. */
export interface EnsureProcessInstanceOptions extends OperationOptions {
  /** How long to look for the instance that the cluster says is there, in milliseconds. @default 10000 */
  readonly waitUpToMs?: number | undefined;
}

/** The instance that runs now. */
export interface EnsuredProcessInstance {
  readonly processInstanceKey: ProcessInstanceKey;
  /** Whether this call started it. */
  readonly created: boolean;
}

/** Starts a process instance unless one with the same business id is running. */
export type EnsureProcessInstance = (
  input: EnsureProcessInstanceInput,
  options?: EnsureProcessInstanceOptions,
) => Promise<EnsuredProcessInstance>;

const DEFAULT_WAIT_MS = 10_000;

/**
 * Looks for a running instance with the business id and starts one if there is none. A cluster that enforces unique business ids
 * refuses the second of two simultaneous starts with a 409; then the instance of the other is looked for, until it can be found.
 * On a cluster that does not enforce them, a call that comes before the search shows the instance of an earlier one starts another.
 */
export function ensureProcessInstance(
  client: CamundaOperations,
  defaultTenantId?: string,
): EnsureProcessInstance {
  return async (given, { waitUpToMs = DEFAULT_WAIT_MS, ...options } = {}) => {
    // Without one, any running instance would do.
    if (typeof given?.businessId !== 'string' || given.businessId === '')
      throw new CamundaError('businessId of ensureProcessInstance has to be a text that is not empty', {
        code: 'INPUT_INVALID',
      });
    // The search has to look where the start would go: the same business id may run for another tenant.
    const tenantId = given.tenantId ?? defaultTenantId;
    const input = tenantId === undefined ? given : { ...given, tenantId };
    const running = await findRunning(client, input, options, 0);
    if (running !== undefined) return { processInstanceKey: running.processInstanceKey, created: false };
    try {
      const { processInstanceKey } = await client.createProcessInstance(input, options);
      return { processInstanceKey, created: true };
    } catch (error) {
      if (!hasErrorBrand(error, 'HttpError') || Reflect.get(error as object, 'status') !== 409) throw error;
    }
    const found = await findRunning(client, input, options, waitUpToMs);
    if (found === undefined) throw new Error('a search that waits for items gave none');
    return { processInstanceKey: found.processInstanceKey, created: false };
  };
}

async function findRunning(
  client: CamundaOperations,
  input: EnsureProcessInstanceInput,
  options: OperationOptions,
  waitUpToMs: number,
): Promise<ProcessInstanceResult | undefined> {
  const { businessId, tenantId } = input;
  const definition =
    'processDefinitionKey' in input && input.processDefinitionKey !== undefined
      ? { processDefinitionKey: input.processDefinitionKey }
      : 'processDefinitionId' in input
        ? { processDefinitionId: input.processDefinitionId }
        : {};
  const filter = {
    businessId,
    state: 'ACTIVE' as const,
    ...definition,
    ...(tenantId === undefined ? {} : { tenantId }),
  };
  const { items } = await client.searchProcessInstances(
    { filter, page: { limit: 1 } },
    { ...options, consistency: { waitUpToMs } },
  );
  return items[0];
}
