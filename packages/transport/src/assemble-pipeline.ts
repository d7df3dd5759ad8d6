import { PipelineTransport } from './pipeline-transport.ts';
import { authPolicy } from './policies/auth-policy.ts';
import { deadlinePolicy } from './policies/deadline-policy.ts';
import { retryPolicy } from './policies/retry-policy.ts';
import { sendPolicy } from './policies/send-policy.ts';
import type { Policy } from './policy.ts';
import { resolveTransportOptions } from './resolve-transport-options.ts';
import type { Sender } from './sender.ts';
import type { TransportOptions } from './transport-options.ts';

/** Puts the policies together, with `sender` as the last step. */
export function assemblePipeline(options: TransportOptions, sender: Sender): PipelineTransport {
  const resolved = resolveTransportOptions(options);
  const { clock, random, target, bigints } = resolved;
  const defaults: Policy[] = [
    deadlinePolicy(resolved.deadlines, clock),
    retryPolicy({ settings: resolved.retry, attemptTimeoutMs: resolved.attemptTimeoutMs, clock, random }),
    ...(options.authProvider === undefined ? [] : [authPolicy(options.authProvider)]),
    sendPolicy({ sender, target, bigints, now: () => clock.now() }),
  ];
  const policies = Object.freeze([...(options.policies?.(defaults) ?? defaults)]);
  return new PipelineTransport({ base: resolved.base, userAgent: resolved.userAgent, policies, sender });
}
