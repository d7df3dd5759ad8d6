import type { Clock } from '@camunda/core';
import type { CallRequest } from '../call-request.ts';
import { Countdown } from '../countdown.ts';
import { TimeoutError } from '../errors/timeout-error.ts';

/** What {@link guardStream} works with. */
export interface GuardStreamOptions {
  readonly clock: Clock;
  /** Gives a failure to read its class. */
  readonly toError: (cause: unknown) => unknown;
}

/**
 * A body that ends with its call: when the caller aborts it, when the transport is closed, and when nothing comes for as long as the
 * call's time limit says. Only the time in which somebody waits for bytes counts.
 */
export function guardStream(
  request: CallRequest,
  source: ReadableStream<Uint8Array>,
  { clock, toError }: GuardStreamOptions,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const ended = request.openStream();
  let unsubscribe = (): void => undefined;
  const end = (): void => {
    unsubscribe();
    ended();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        unsubscribe = request.cancellation.subscribe((reason) => {
          end();
          controller.error(reason);
          // The connection is given up; what else goes wrong with it is no news.
          reader.cancel(reason).catch(() => undefined);
        });
      },
      async pull(controller) {
        const countdown = new Countdown(clock, request.timeLimitMs, () =>
          request.cancellation.cancel(noProgress(request)),
        );
        try {
          const { done, value } = await reader.read();
          if (request.cancellation.cancelled) return;
          if (!done) {
            controller.enqueue(value);
            return;
          }
          end();
          controller.close();
        } catch (error) {
          if (request.cancellation.cancelled) return;
          end();
          controller.error(toError(error));
        } finally {
          countdown.stop();
        }
      },
      cancel(reason) {
        end();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function noProgress(request: CallRequest): TimeoutError {
  return new TimeoutError({
    operationId: request.operation.operationId,
    timeoutMs: request.timeLimitMs,
    scope: 'progress',
    attempts: request.attempt,
    isRetryable: true,
  });
}
