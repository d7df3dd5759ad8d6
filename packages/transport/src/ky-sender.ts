import type { FetchLike } from '@camunda/core';
import type { KyInstance } from 'ky';
import type { CallRequest } from './call-request.ts';
import { ValidationError } from './errors/validation-error.ts';
import { readResponse } from './read-response.ts';
import type { Sender } from './sender.ts';
import { toBodyInit } from './to-body-init.ts';

/** How a {@link createKySender} sends. */
export interface KySenderOptions {
  /** The `fetch` below ky. @default the runtime's */
  readonly fetch?: FetchLike | undefined;
  /** Gives the `fetch` for a call, instead of one for all. @default none */
  readonly fetchFor?: ((request: CallRequest) => FetchLike) | undefined;
  /** A ky instance with hooks of its own, say. Its retries, time limits and error throwing are switched off: the policies do that. A function without `extend` loads one. */
  readonly ky: KyInstance | (() => Promise<{ readonly default: KyInstance }>);
}

/** The portable last step: ky on the runtime's `fetch`. */
export function createKySender(options: KySenderOptions): Sender {
  const { ky } = options;
  let client: KyInstance | undefined = 'extend' in ky ? ky : undefined;
  const load = async (): Promise<KyInstance> => ('extend' in ky ? ky : (await ky()).default);
  return {
    name: 'ky',
    async send(request) {
      client ??= await load();
      return readResponse(await sendWith(client, request, options), request);
    },
    close: () => Promise.resolve(),
  };
}

async function sendWith(
  client: KyInstance,
  request: CallRequest,
  options: KySenderOptions,
): Promise<Response> {
  const fetchCall = options.fetchFor?.(request) ?? options.fetch ?? runtimeFetch;
  let state: 'unsent' | 'sent' | 'failed' = 'unsent';
  const body = await toBodyInit(request);
  try {
    return await client(request.url, {
      method: request.operation.method,
      headers: request.headers,
      signal: request.signal,
      retry: 0,
      timeout: false,
      totalTimeout: false,
      prefix: '',
      throwHttpErrors: false,
      redirect: 'manual',
      ...body,
      fetch: async (input, init) => {
        try {
          state = 'sent';
          if ('extend' in options.ky && input instanceof Request) endWith(input.signal, request);
          return await fetchCall(input, init);
        } catch (error) {
          state = 'failed';
          throw error;
        }
      },
    });
  } catch (error) {
    throw (state as string) === 'failed' ? error : instanceError(request, state !== 'unsent', error);
  }
}

const runtimeFetch: FetchLike = (input, init) => fetch(input, init);

/** A signal of the instance's own ends the call like the caller's: with its reason. */
function endWith(signal: AbortSignal, { scope, cancellation }: CallRequest): void {
  const onAbort = (): void => {
    // The call's own signal is a part of it.
    if (!scope.cancelled) cancellation.cancel(signal.reason);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
}

/** The connection is not to blame: a hook threw, say. */
function instanceError(request: CallRequest, sent: boolean, cause: unknown): ValidationError {
  const { operationId, operationClass } = request.operation;
  return new ValidationError(
    `The ky instance ended ${operationId} ${sent ? 'after it was answered' : 'before it was sent'}: look at its hooks and defaults`,
    {
      operationId,
      parameter: 'ky',
      attempts: request.attempt,
      outcomeUnknown: sent && operationClass !== 'safe',
      cause,
    },
  );
}
