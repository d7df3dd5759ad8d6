import type { Transport } from '@camunda/transport';
import { callOperation, hasInput } from './call-operation.ts';
import type { EventualOperationOptions } from './call-types.ts';
import type { OperationDescriptor } from './operation-descriptor.ts';

/** An operation as a function of its own: like the client's method, with the transport in front. */
export type StandaloneOperation<Method extends (...parameters: never[]) => unknown> = (
  transport: Transport,
  ...parameters: Parameters<Method>
) => ReturnType<Method>;

/** Makes a function out of a descriptor; nothing of other operations comes along. */
export function standalone<Method extends (...parameters: never[]) => unknown>(
  descriptor: OperationDescriptor,
): StandaloneOperation<Method> {
  const call = (transport: Transport, ...parameters: unknown[]): unknown => {
    const [input, options] = hasInput(descriptor) ? parameters : [undefined, parameters[0]];
    return callOperation(
      transport,
      descriptor,
      (input ?? {}) as object,
      options as EventualOperationOptions<unknown>,
    );
  };
  return call as StandaloneOperation<Method>;
}
