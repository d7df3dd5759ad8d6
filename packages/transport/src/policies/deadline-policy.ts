import type { Clock } from '@camunda/core';
import type { CallRequest } from '../call-request.ts';
import type { CallResponse } from '../call-response.ts';
import { Countdown } from '../countdown.ts';
import { isAtHand } from '../encode-body.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import type { NextPolicy, Policy } from '../policy.ts';
import { positiveMilliseconds } from '../positive-milliseconds.ts';
import { raceCall } from '../race-call.ts';

/** The time limits of calls, in milliseconds. */
export interface DeadlineSettings {
  /** A call as a whole, pauses and waiting included. With a body that is a stream, the time counts from the last piece that was taken. */
  readonly timeoutMs: number;
  /** An acknowledgement as a whole: it is repeated until then. */
  readonly acknowledgementTimeoutMs: number;
  /** What a long poll gets on top of the time that it asks the cluster to wait. */
  readonly longPollMarginMs: number;
  /** How long the cluster holds a long poll back when the call does not say. */
  readonly longPollDefaultMs: number;
}

/** The defaults of {@link DeadlineSettings}. */
export const DEFAULT_DEADLINES: DeadlineSettings = {
  timeoutMs: 10_000,
  acknowledgementTimeoutMs: 30_000,
  longPollMarginMs: 10_000,
  longPollDefaultMs: 10_000,
};

/** Ends a call when its time is up or its caller no longer wants it, whatever it is doing, and however deaf the rest is to signals. */
export function deadlinePolicy(settings: DeadlineSettings, clock: Clock): Policy {
  return {
    name: 'deadline',
    handle(request, next) {
      const { signal } = request.options;
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (request.isTimed) return raceCall(request, next, () => undefined);
      const now = clock.monotonic();
      const limitMs = timeLimitOf(request, settings);
      // A call that was sent already has used up a part of its time.
      const leftMs = Math.min(limitMs, request.deadlineAt - now);
      request.deadlineAt = now + leftMs;
      request.timeLimitMs = limitMs;
      return race(request, next, clock, leftMs);
    },
  };
}

/** The time limit of a call as a whole, in milliseconds. */
export function timeLimitOf(request: CallRequest, settings: DeadlineSettings): number {
  const { options, operation } = request;
  if (options.timeoutMs !== undefined)
    return positiveMilliseconds('timeoutMs', options.timeoutMs, operation.operationId);
  const { timeoutMs } = settings;
  if (request.isLongPoll) {
    const asked = requestTimeoutOf(request.input.body);
    // A negative one asks for an answer at once, 0 for the cluster's own default.
    if (asked < 0) return timeoutMs;
    return Math.max(
      timeoutMs,
      (asked === 0 ? settings.longPollDefaultMs : asked) + settings.longPollMarginMs,
    );
  }
  return operation.operationClass === 'acknowledgement'
    ? Math.max(timeoutMs, settings.acknowledgementTimeoutMs)
    : timeoutMs;
}

function requestTimeoutOf(body: unknown): number {
  const value: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, 'requestTimeout') : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function race(request: CallRequest, next: NextPolicy, clock: Clock, leftMs: number): Promise<CallResponse> {
  const countdown = new Countdown(clock, leftMs, () => request.cancellation.cancel(timeoutError(request)));
  if (!isAtHand(request.body)) {
    request.progressListeners.push(() => {
      request.deadlineAt = clock.monotonic() + leftMs;
      countdown.restart();
    });
  }
  return raceCall(request, next, () => countdown.stop());
}

function timeoutError(request: CallRequest): TimeoutError {
  const { operationId, operationClass } = request.operation;
  const inDoubt = request.mayHaveBeenSent || request.earlierOutcomeUnknown;
  return new TimeoutError({
    operationId,
    timeoutMs: request.timeLimitMs,
    scope: request.hasProgressed ? 'progress' : 'call',
    attempts: request.attempt,
    outcomeUnknown: inDoubt && operationClass !== 'safe',
    isRetryable: true,
    cause: request.lastError,
  });
}
