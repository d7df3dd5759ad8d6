import { MemberList } from '@camunda/core';
import type { CallRequest } from './call-request.ts';
import { ClosedError } from './errors/closed-error.ts';
import { StreamBody } from './streams/stream-body.ts';

/** The calls of a transport that have not ended, so that closing it can end them. */
export class OpenCalls {
  readonly #requests = new MemberList<CallRequest>();

  begin(request: CallRequest): void {
    this.#requests.add(request);
  }

  /** A call whose answer is a stream is under way until that has ended. */
  end(request: CallRequest): void {
    // A policy that never comes back must not keep a permit.
    request.permit?.release();
    if (request.hasOpenStream) request.afterStream(() => this.#requests.delete(request));
    else this.#requests.delete(request);
    if (request.body instanceof StreamBody) request.body.release(undefined);
  }

  /** Ends them all with a {@link ClosedError}. */
  cancelAll(): void {
    for (const request of this.#requests) request.cancellation.cancel(closedError(request));
  }
}

function closedError(request: CallRequest): ClosedError {
  const { operationId, operationClass } = request.operation;
  const inDoubt = request.mayHaveBeenSent || request.earlierOutcomeUnknown;
  return new ClosedError({
    operationId,
    attempts: request.attempt,
    outcomeUnknown: inDoubt && operationClass !== 'safe',
  });
}
