import { buildPath } from './build-path.ts';
import { CallRequest } from './call-request.ts';
import { composePolicies } from './compose-policies.ts';
import { encodeBody } from './encode-body.ts';
import { ClosedError } from './errors/closed-error.ts';
import { createFetchSender } from './fetch-sender.ts';
import { OpenCalls } from './open-calls.ts';
import type { Operation, OperationInput } from './operation.ts';
import { authPolicy } from './policies/auth-policy.ts';
import { deadlinePolicy } from './policies/deadline-policy.ts';
import { retryPolicy } from './policies/retry-policy.ts';
import { sendPolicy } from './policies/send-policy.ts';
import { resolveTransportOptions } from './resolve-transport-options.ts';
import type { CallOptions, Transport } from './transport.ts';
import type { TransportOptions } from './transport-options.ts';

/** The options that matter to {@link createLeanTransport}. */
export type LeanTransportOptions = Pick<
  TransportOptions,
  | 'authProvider'
  | 'baseUrl'
  | 'bigints'
  | 'clock'
  | 'dangerouslySendCredentialsOverHttp'
  | 'fetch'
  | 'maxRetryAfterMs'
  | 'random'
  | 'retry'
  | 'timeoutMs'
>;

// Nobody can listen, so nothing is told.
const silence = { logger: { debug: () => undefined }, events: { tell: () => undefined } };

/**
 * A transport for pages and edge functions, where every kilobyte counts: the path guard, time limits, retries by class, credentials,
 * lossless JSON and the errors are those of `createTransport`; backpressure, events, logs, dry runs and ky are left out.
 *
 * @throws {ValidationError} an option cannot be used
 */
export function createLeanTransport(options: LeanTransportOptions = {}): Transport {
  const resolved = resolveTransportOptions(options);
  const { base, clock, random, target, bigints, userAgent } = resolved;
  const fetchCall = options.fetch ?? ((input, init) => fetch(input, init));
  const handle = composePolicies([
    deadlinePolicy(resolved.deadlines, clock),
    retryPolicy({
      settings: resolved.retry,
      timeoutMs: resolved.timeoutMs,
      attemptTimeoutMs: resolved.attemptTimeoutMs,
      clock,
      random,
      ...silence,
    }),
    authPolicy({ ...resolved.auth, provider: options.authProvider, events: silence.events }),
    sendPolicy({ sender: createFetchSender(fetchCall), target, bigints, clock }),
  ]);
  const calls = new OpenCalls();
  let closed = false;
  const call = async (
    operation: Operation,
    input: OperationInput,
    callOptions: CallOptions,
  ): Promise<unknown> => {
    if (closed) throw new ClosedError({ operationId: operation.operationId });
    const headers: Record<string, string> = {
      accept: operation.response === 'json' ? 'application/json, application/problem+json' : '*/*',
      'user-agent': userAgent,
    };
    const url =
      (operation.base === 'origin' ? base.replace(/\/v2$/, '') : base) + buildPath(operation, input);
    const body = encodeBody(operation, input.body, headers);
    const request = new CallRequest({ operation, input, options: callOptions, url, headers, body });
    calls.begin(request);
    try {
      return (await handle(request)).data;
    } finally {
      calls.end(request);
    }
  };
  const close = async (): Promise<void> => {
    closed = true;
    calls.cancelAll();
  };
  return {
    call: <Result>(operation: Operation, input: OperationInput = {}, callOptions: CallOptions = {}) =>
      call(operation, input, callOptions) as Promise<Result>,
    close,
    [Symbol.asyncDispose]: close,
  };
}
