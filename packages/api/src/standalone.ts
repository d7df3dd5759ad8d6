import type { AnswerStream, Transport } from '@camunda/transport';
import { callOperation, hasInput } from './call-operation.ts';
import type {
  BytesOptions,
  EventualBinaryCall,
  EventualOperationOptions,
  StreamOptions,
} from './call-types.ts';
import type { OperationDescriptor } from './operation-descriptor.ts';

/** An operation as a function of its own: like the client's method, with the transport in front. */
export type StandaloneOperation<Method extends (...parameters: never[]) => unknown> =
  Method extends EventualBinaryCall<infer Input>
    ? StandaloneBinaryCall<Input>
    : (transport: Transport, ...parameters: Parameters<Method>) => ReturnType<Method>;

/** A {@link StandaloneOperation} that answers with bytes: all at once, or as a stream. */
export interface StandaloneBinaryCall<Input> {
  (
    transport: Transport,
    input: Input,
    options: EventualOperationOptions<AnswerStream> & StreamOptions,
  ): Promise<AnswerStream>;
  (
    transport: Transport,
    input: Input,
    options?: EventualOperationOptions<Uint8Array> & BytesOptions,
  ): Promise<Uint8Array>;
}

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
  return call as unknown as StandaloneOperation<Method>;
}
