import type { Clock } from '@camunda/core';
import type { CallRequest } from '../call-request.ts';
import type { CallResponse } from '../call-response.ts';
import type { NextPolicy, Policy } from '../policy.ts';
import { currentCorrelationId } from '../telemetry/correlation.ts';
import type { EventBus } from '../telemetry/event-bus.ts';

/** Tells of the start and the end of every call. */
export function telemetryPolicy(events: EventBus, clock: Clock): Policy {
  return {
    name: 'telemetry',
    handle(request, next) {
      request.callId = events.nextCallId();
      request.correlationId = request.options.correlationId ?? currentCorrelationId();
      const isHeard = events.hears('start', request) || events.hears('end', request);
      return isHeard ? told(request, next, events, clock) : next(request);
    },
  };
}

async function told(
  request: CallRequest,
  next: NextPolicy,
  events: EventBus,
  clock: Clock,
): Promise<CallResponse> {
  const startedAt = clock.monotonic();
  const { method, path } = request.operation;
  events.tell(request, 'start', () => ({ type: 'start', method, path }));
  const end = (status: number | undefined, error: unknown): void =>
    events.tell(request, 'end', () => ({
      type: 'end',
      attempts: request.attempt,
      durationMs: clock.monotonic() - startedAt,
      status,
      error,
    }));
  try {
    const response = await next(request);
    end(response.status, undefined);
    return response;
  } catch (error) {
    end(undefined, error);
    throw error;
  }
}
