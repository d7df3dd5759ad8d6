import type { CallRequest } from './call-request.ts';
import type { CallResponse } from './call-response.ts';
import type { NextPolicy, Policy } from './policy.ts';
import { raceCancellation } from './race-cancellation.ts';

/**
 * The outcome of `next`, unless the caller or the transport ends the call before; however deaf to that it is.
 *
 * @param cleanUp called once, when either has happened
 */
export function raceCall(request: CallRequest, next: NextPolicy, cleanUp: () => void): Promise<CallResponse> {
  const { signal } = request.options;
  const { cancellation } = request;
  const onAbort = (): void => cancellation.cancel(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  return raceCancellation(
    cancellation,
    () => next(request),
    () => {
      cleanUp();
      if (signal) request.afterStream(() => signal.removeEventListener('abort', onAbort));
    },
  );
}

/**
 * Ends a call whatever policies of the user's do: they may be in front of `deadline`, or instead of it.
 *
 * @param deadline starts the time of the call; `undefined` where there is none
 */
export function boundCall(handle: NextPolicy, deadline: Policy | undefined): NextPolicy {
  const start: NextPolicy = (request) => {
    request.isTimed = true;
    return handle(request);
  };
  if (deadline !== undefined) return (request) => deadline.handle(request, start);
  return (request) => {
    const { signal } = request.options;
    return signal?.aborted ? Promise.reject(signal.reason) : raceCall(request, handle, () => undefined);
  };
}
