import { createLogger } from '@camunda/logger';
import { BackpressureGate } from './backpressure/backpressure-gate.ts';
import { resolveBackpressure } from './backpressure/resolve-backpressure.ts';
import { PipelineTransport } from './pipeline-transport.ts';
import { authPolicy } from './policies/auth-policy.ts';
import { backpressurePolicy } from './policies/backpressure-policy.ts';
import { deadlinePolicy } from './policies/deadline-policy.ts';
import { retryPolicy } from './policies/retry-policy.ts';
import { sendPolicy } from './policies/send-policy.ts';
import { telemetryPolicy } from './policies/telemetry-policy.ts';
import type { Policy } from './policy.ts';
import { resolveTransportOptions } from './resolve-transport-options.ts';
import type { Sender } from './sender.ts';
import { EventBus } from './telemetry/event-bus.ts';
import type { TransportOptions } from './transport-options.ts';

/** Puts the policies together, with `sender` as the last step. */
export function assemblePipeline(options: TransportOptions, sender: Sender): PipelineTransport {
  const resolved = resolveTransportOptions(options);
  const { clock, random, target, bigints } = resolved;
  const logger = createLogger(options.logger);
  const events = new EventBus(logger);
  const gate = new BackpressureGate(
    resolveBackpressure(options.backpressure, options.configuration ?? {}),
    clock,
    (state) => {
      if (events.hears('backpressure')) events.publish({ ...state, type: 'backpressure' });
    },
  );
  const defaults: Policy[] = [
    telemetryPolicy(events, clock),
    deadlinePolicy(resolved.deadlines, clock),
    backpressurePolicy(gate, clock),
    retryPolicy({
      settings: resolved.retry,
      attemptTimeoutMs: resolved.attemptTimeoutMs,
      clock,
      random,
      events,
      logger,
    }),
    authPolicy(options.authProvider, events),
    sendPolicy({ sender, target, bigints, now: () => clock.now() }),
  ];
  return new PipelineTransport({
    base: resolved.base,
    userAgent: resolved.userAgent,
    policies: Object.freeze([...(options.policies?.(defaults) ?? defaults)]),
    sender,
    gate,
    events,
    authenticates: options.authProvider !== undefined,
  });
}
