import { createKySender } from './ky-sender.ts';
import { PipelineTransport } from './pipeline-transport.ts';
import { authPolicy } from './policies/auth-policy.ts';
import { deadlinePolicy } from './policies/deadline-policy.ts';
import { retryPolicy } from './policies/retry-policy.ts';
import { sendPolicy } from './policies/send-policy.ts';
import type { Policy } from './policy.ts';
import { resolveTransportOptions } from './resolve-transport-options.ts';
import type { TransportOptions } from './transport-options.ts';

/**
 * Makes a transport: the way of every call to the cluster.
 *
 * @throws {ValidationError} an option cannot be used
 */
export function createTransport(options: TransportOptions = {}): PipelineTransport {
  const resolved = resolveTransportOptions(options);
  const { clock, random, target, bigints } = resolved;
  const sender = options.sender ?? createKySender({ fetch: options.fetch, ky: options.ky });
  const defaults: Policy[] = [
    deadlinePolicy(resolved.deadlines, clock),
    retryPolicy({ settings: resolved.retry, attemptTimeoutMs: resolved.attemptTimeoutMs, clock, random }),
    ...(options.authProvider === undefined ? [] : [authPolicy(options.authProvider)]),
    sendPolicy({ sender, target, bigints, now: () => clock.now() }),
  ];
  const policies = Object.freeze([...(options.policies?.(defaults) ?? defaults)]);
  return new PipelineTransport({ base: resolved.base, userAgent: resolved.userAgent, policies, sender });
}
