import { CamundaError } from '@camunda/core';
import type { CallOptions, Transport } from '@camunda/transport';
import type { EventualOperationOptions } from './call-types.ts';
import type { ConsistencyOptions } from './consistency/consistency-options.ts';
import { pollUntilConsistent } from './consistency/poll-until-consistent.ts';
import type { OperationDescriptor } from './operation-descriptor.ts';
import { type SplitInput, splitInput, toOperationInput } from './split-input.ts';

/** What a client adds to every call. */
export interface CallHooks {
  /** Looks at the input before it is sent, and may give another one. May throw. */
  readonly before?:
    | ((descriptor: OperationDescriptor, input: SplitInput) => SplitInput | Promise<SplitInput>)
    | undefined;
  /** Looks at the result. May throw. */
  readonly after?: ((descriptor: OperationDescriptor, result: unknown) => void | Promise<void>) | undefined;
  /** The pause between two attempts of a call with `consistency`, in milliseconds. */
  readonly pollIntervalMs?: number | undefined;
}

/** Calls one operation, as its descriptor says. */
export async function callOperation(
  transport: Transport,
  descriptor: OperationDescriptor,
  input: object,
  options: EventualOperationOptions<unknown> & { readonly as?: 'bytes' | 'stream' | undefined } = {},
  hooks: CallHooks = {},
): Promise<unknown> {
  const { consistency, as, ...callOptions } = options;
  const operation = as === undefined || as === 'bytes' ? descriptor : asStream(descriptor, as);
  const split = splitInput(descriptor, input);
  const prepared = hooks.before === undefined ? split : await hooks.before(descriptor, split);
  const sent = toOperationInput(descriptor, prepared);
  const send = async (sendOptions: CallOptions): Promise<unknown> => {
    const result = await transport.call(operation, sent, sendOptions);
    await hooks.after?.(descriptor, result);
    return result;
  };
  if (!isPolled(consistency)) return send(callOptions);
  const interval = consistency.pollIntervalMs ?? hooks.pollIntervalMs;
  return pollUntilConsistent(descriptor, send, callOptions, { ...consistency, pollIntervalMs: interval });
}

function asStream(descriptor: OperationDescriptor, as: string): OperationDescriptor {
  if (as !== 'stream') {
    const message = `The option as of ${descriptor.operationId} has to be bytes or stream`;
    throw new CamundaError(message, { code: 'INPUT_INVALID' });
  }
  if (descriptor.response === 'binary') return { ...descriptor, response: 'stream' };
  throw new CamundaError(`${descriptor.operationId} does not answer with bytes: leave out the option as`, {
    code: 'INPUT_INVALID',
  });
}

function isPolled(consistency: ConsistencyOptions | undefined): consistency is ConsistencyOptions {
  return consistency !== undefined && consistency.waitUpToMs > 0;
}

/** Whether calls of the operation take an input in front of the options. */
export function hasInput({ pathParameters, queryParameters, body }: OperationDescriptor): boolean {
  return pathParameters.length > 0 || queryParameters.length > 0 || body !== 'none';
}
