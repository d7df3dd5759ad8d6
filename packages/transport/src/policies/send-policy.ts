import type { CallRequest } from '../call-request.ts';
import { describeNetworkFault, type NetworkTarget } from '../describe-network-fault.ts';
import { CallError } from '../errors/call-error.ts';
import { headerError } from '../errors/header-error.ts';
import { NetworkError } from '../errors/network-error.ts';
import { ValidationError } from '../errors/validation-error.ts';
import type { Policy } from '../policy.ts';
import { type ReadAnswerOptions, readAnswer } from '../read-answer.ts';
import type { Sender, WireResponse } from '../sender.ts';

/** What {@link sendPolicy} works with. */
export interface SendPolicyOptions extends Omit<ReadAnswerOptions, 'toError'> {
  readonly sender: Sender;
}

/** The last policy: sends the call once, reads the answer, and gives every failure its class. */
export function sendPolicy(options: SendPolicyOptions): Policy {
  return {
    name: 'send',
    async handle(request) {
      request.scope.throwIfCancelled();
      request.mayHaveBeenSent = true;
      // Without the retry policy, nobody counts.
      request.attempt ||= 1;
      let response: WireResponse;
      try {
        response = takeEarly(request) ?? (await options.sender.send(request));
      } catch (error) {
        request.scope.throwIfCancelled();
        throw sourceError(request) ?? headerError(request) ?? networkError(request, error, options.target);
      }
      return readAnswer(request, response, {
        ...options,
        toError: (error) => networkError(request, error, options.target),
      });
    },
  };
}

/** The body could not be read: nothing is wrong with the connection. */
function sourceError(request: CallRequest): ValidationError | undefined {
  if (request.sourceFailure === undefined) return undefined;
  const { operationId } = request.operation;
  return new ValidationError(`The stream in the body of ${operationId} could not be read to its end`, {
    operationId,
    parameter: 'body',
    attempts: request.attempt,
    cause: request.sourceFailure.error,
  });
}

/** What the first attempt came to, if that was made before. */
function takeEarly(request: CallRequest): WireResponse | undefined {
  const { early } = request;
  if (early === undefined) return undefined;
  request.early = undefined;
  request.mayHaveBeenSent = early.mayHaveBeenSent;
  return early.take();
}

function networkError(request: CallRequest, cause: unknown, target: NetworkTarget): Error {
  if (CallError.isInstance(cause)) return cause;
  const { operationId, operationClass } = request.operation;
  const fault = describeNetworkFault(cause, target);
  if (fault.beforeSending) request.mayHaveBeenSent = false;
  return new NetworkError({
    ...fault,
    ...target,
    operationId,
    attempts: request.attempt,
    outcomeUnknown: request.mayHaveBeenSent && operationClass !== 'safe',
    cause,
  });
}
