import { type Clock, delay, type RandomSource } from '@camunda/core';
import type { SdkLogger } from '@camunda/logger';
import { CallCancellation } from '../call-cancellation.ts';
import type { CallRequest } from '../call-request.ts';
import type { CallResponse } from '../call-response.ts';
import { Countdown } from '../countdown.ts';
import { CallError } from '../errors/call-error.ts';
import { HttpError } from '../errors/http-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import type { NextPolicy, Policy } from '../policy.ts';
import { raceCancellation } from '../race-cancellation.ts';
import { mayRepeatAfterDoubt } from '../repeatability.ts';
import { type RetrySettings, retrySettingsOf } from '../retry-settings.ts';
import type { EventBus } from '../telemetry/event-bus.ts';

/** What {@link retryPolicy} works with. */
export interface RetryPolicyOptions {
  readonly settings: RetrySettings;
  /** How long one attempt may take, in milliseconds, where the call does not say how long it may take as a whole. */
  readonly timeoutMs: number;
  /** How long one attempt may take in any case, in milliseconds. @default as long as the call */
  readonly attemptTimeoutMs: number | undefined;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly events: Pick<EventBus, 'tell'>;
  readonly logger: Pick<SdkLogger, 'debug'>;
}

/** Sends a call again after a failure that another attempt may mend, as the operation's class allows. */
export function retryPolicy(options: RetryPolicyOptions): Policy {
  const { clock, random, events, logger } = options;
  return {
    name: 'retry',
    async handle(request, next) {
      const settings = retrySettingsOf(request, options.settings);
      for (;;) {
        request.attempt += 1;
        events.tell(request, 'attempt', () => ({ type: 'attempt', attempt: request.attempt }));
        try {
          return await attempt(request, next, options);
        } catch (error) {
          const pauseMs = decidePause(error, request, settings, random);
          if (pauseMs === undefined || clock.monotonic() + pauseMs >= request.deadlineAt)
            throw finished(error, request);
          request.lastError = error;
          if (CallError.isInstance(error) && error.outcomeUnknown) request.earlierOutcomeUnknown = true;
          events.tell(request, 'retry', () => ({
            type: 'retry',
            attempt: request.attempt,
            error,
            delayMs: pauseMs,
          }));
          logger.debug(
            () =>
              `${request.operation.operationId} is sent again in ${Math.round(pauseMs)} ms, after attempt ${request.attempt}`,
            error,
          );
          await pause(request, pauseMs, error, clock);
        }
      }
    },
  };
}

/** How long to wait before the next attempt, in milliseconds; `undefined` for no further one. */
export function decidePause(
  error: unknown,
  request: CallRequest,
  settings: RetrySettings,
  random: RandomSource,
): number | undefined {
  // The reason of an abort may be an error that could be repeated.
  if (request.cancellation.cancelled) return undefined;
  if (!CallError.isInstance(error) || !error.isRetryable) return undefined;
  if (request.attempt >= settings.maxAttempts || !request.canBeSent) return undefined;
  if (error.outcomeUnknown && !mayRepeatAfterDoubt(request)) return undefined;
  const ceiling = Math.min(
    settings.maxDelayMs,
    settings.baseDelayMs * 2 ** Math.min(request.attempt - 1, 30),
  );
  const jittered = random() * ceiling;
  const asked = HttpError.isInstance(error) ? error.retryAfterMs : undefined;
  if (asked === undefined) return jittered;
  // The jitter comes on top, so that those who were told the same moment do not all come back at once; and who says 0, or a moment
  // that has passed, does not make the pauses shorter.
  return Math.max(jittered, Math.min(asked, settings.maxRetryAfterMs) + random() * settings.baseDelayMs);
}

/** One attempt, with a time limit of its own where that ends before the call's. */
function attempt(request: CallRequest, next: NextPolicy, options: RetryPolicyOptions): Promise<CallResponse> {
  const { clock } = options;
  const attemptTimeoutMs = options.attemptTimeoutMs ?? request.options.timeoutMs ?? options.timeoutMs;
  if (request.isLongPoll || clock.monotonic() + attemptTimeoutMs >= request.deadlineAt) return next(request);
  const cancellation = new CallCancellation();
  request.attemptCancellation = cancellation;
  const unsubscribe = request.cancellation.subscribe((reason) => cancellation.cancel(reason));
  const countdown = new Countdown(clock, attemptTimeoutMs, () =>
    cancellation.cancel(attemptTimeout(request, attemptTimeoutMs)),
  );
  const restart = (): void => countdown.restart();
  request.progressListeners.push(restart);
  return raceCancellation(
    cancellation,
    () => next(request),
    () => {
      countdown.stop();
      request.progressListeners.splice(request.progressListeners.indexOf(restart), 1);
      unsubscribe();
      request.attemptCancellation = undefined;
    },
  );
}

function attemptTimeout(request: CallRequest, timeoutMs: number): TimeoutError {
  const { operationId, operationClass } = request.operation;
  return new TimeoutError({
    operationId,
    timeoutMs,
    scope: 'attempt',
    attempts: request.attempt,
    outcomeUnknown: request.mayHaveBeenSent && operationClass !== 'safe',
    isRetryable: true,
  });
}

async function pause(request: CallRequest, pauseMs: number, error: unknown, clock: Clock): Promise<void> {
  request.mayHaveBeenSent = false;
  request.permit?.suspend(error);
  await delay(pauseMs, { signal: request.signal, clock });
  await request.permit?.resume();
}

/** Writes on the error what only the loop knows. */
function finished(error: unknown, request: CallRequest): unknown {
  if (CallError.isInstance(error)) {
    error.attempts = request.attempt;
    if (HttpError.isInstance(error)) error.earlierOutcomeUnknown = request.earlierOutcomeUnknown;
    else if (request.earlierOutcomeUnknown) error.outcomeUnknown = true;
  }
  return error;
}
