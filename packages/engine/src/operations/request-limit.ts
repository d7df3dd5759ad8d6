import type { OperationCall } from '../http/operation-call.ts';
import type { WaitLimit } from '../runtime/event-waiters.ts';

const DEFAULT_REQUEST_TIMEOUT_MS = 10_000;

/** How long a request waits that does not say how long. */
export function requestLimit({ engine, request }: OperationCall, late: string): WaitLimit {
  const timeoutMs = engine.options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
  return { timeoutMs, signal: request.signal, late };
}
