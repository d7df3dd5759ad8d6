import { createLogger, type SdkLogger } from '@camunda/logger';
import {
  BackpressureGate,
  type BackpressureSeverity,
  type BackpressureState,
} from './backpressure/backpressure-gate.ts';
import { resolveBackpressure } from './backpressure/resolve-backpressure.ts';
import { checkOptions } from './check-options.ts';
import { composePolicies } from './compose-policies.ts';
import { CredentialHeaders } from './credential-headers.ts';
import { ValidationError } from './errors/validation-error.ts';
import { PipelineTransport } from './pipeline-transport.ts';
import { askAhead, authPolicy } from './policies/auth-policy.ts';
import { backpressurePolicy } from './policies/backpressure-policy.ts';
import { deadlinePolicy } from './policies/deadline-policy.ts';
import { retryPolicy } from './policies/retry-policy.ts';
import { sendPolicy } from './policies/send-policy.ts';
import { telemetryPolicy } from './policies/telemetry-policy.ts';
import type { Policy } from './policy.ts';
import { boundCall } from './race-call.ts';
import { resolveTransportOptions } from './resolve-transport-options.ts';
import type { Sender } from './sender.ts';
import { ShortWay } from './short-way.ts';
import { EventBus } from './telemetry/event-bus.ts';
import type { TransportOptions } from './transport-options.ts';

/** Puts the policies together, with `sender` as the last step. */
export function assemblePipeline(options: TransportOptions, sender: Sender): PipelineTransport {
  checkOptions(options);
  const resolved = resolveTransportOptions(options);
  const { clock, random, target, bigints } = resolved;
  const logger = createLogger(options.logger);
  const events = new EventBus(logger);
  const gate = new BackpressureGate(
    resolveBackpressure(options.backpressure, options.configuration ?? {}),
    clock,
    reportTo(events, logger),
  );
  const credentialHeaders = new CredentialHeaders(options.authProvider);
  const auth = { ...resolved.auth, provider: options.authProvider, events };
  const deadline = deadlinePolicy(resolved.deadlines, clock);
  const defaults: Policy[] = [
    telemetryPolicy(events, clock),
    deadline,
    backpressurePolicy(gate, clock),
    retryPolicy({
      settings: resolved.retry,
      timeoutMs: resolved.timeoutMs,
      attemptTimeoutMs: resolved.attemptTimeoutMs,
      clock,
      random,
      events,
      logger,
    }),
    authPolicy({ ...resolved.auth, provider: options.authProvider, events, credentialHeaders }),
    sendPolicy({ sender, target, bigints, clock }),
  ];
  const policies = Object.freeze([
    ...checkPolicies(options.policies === undefined ? defaults : options.policies(defaults)),
  ]);
  const handle = composePolicies(policies);
  // Policies of the user's see every call.
  const laneTo = options.policies === undefined ? sender.shortLaneTo?.bind(sender) : undefined;
  return new PipelineTransport({
    shortWay:
      laneTo &&
      new ShortWay({
        laneTo,
        clock,
        gate,
        events,
        credentials: askAhead(auth),
        attemptTimeoutMs: resolved.attemptTimeoutMs,
      }),
    base: resolved.base,
    userAgent: resolved.userAgent,
    policies,
    handle:
      options.policies === undefined
        ? handle
        : boundCall(handle, policies.includes(deadline) ? deadline : undefined),
    sender,
    gate,
    events,
    credentialHeaders,
  });
}

function checkPolicies(policies: readonly Policy[]): readonly Policy[] {
  if (Array.isArray(policies) && policies.every((policy) => typeof policy?.handle === 'function'))
    return policies;
  throw new ValidationError('policies has to give a list of objects with a name and the method handle', {
    operationId: 'createTransport',
    parameter: 'policies',
  });
}

/** Every change is an event; a change of severity is a line in the log as well. */
function reportTo(events: EventBus, logger: SdkLogger): (state: BackpressureState) => void {
  let severity: BackpressureSeverity = 'healthy';
  return (state) => {
    if (state.severity !== severity) {
      const limit = state.permitsMax === undefined ? 'no limit' : `at most ${state.permitsMax} calls at once`;
      logger.info(`Backpressure went from ${severity} to ${state.severity}: ${limit}`);
    }
    severity = state.severity;
    if (events.hears('backpressure')) events.publish({ ...state, type: 'backpressure' });
  };
}
