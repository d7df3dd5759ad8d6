import {
  type CallOptions,
  HttpError,
  type Operation,
  type OperationInput,
  type Transport,
} from '@camunda/transport';

/** A call as the transport saw it. */
export interface ScriptedCall {
  readonly operationId: string;
  readonly input: OperationInput;
  readonly options: CallOptions;
}

/** A transport that answers from a function, and keeps the calls. */
export interface ScriptedTransport extends Transport {
  readonly calls: ScriptedCall[];
}

/** Makes one; what `answer` throws, the call throws. */
export function scriptedTransport(
  answer: (call: ScriptedCall, number: number) => unknown,
): ScriptedTransport {
  const calls: ScriptedCall[] = [];
  return {
    calls,
    async call<Result>(operation: Operation, input: OperationInput = {}, options: CallOptions = {}) {
      const call = { operationId: operation.operationId, input, options };
      calls.push(call);
      return (await answer(call, calls.length)) as Result;
    },
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** The error of an answer with an error status. */
export function httpError(status: number): HttpError {
  return new HttpError({ operationId: 'test', status, attempts: 1 } as ConstructorParameters<
    typeof HttpError
  >[0]);
}
