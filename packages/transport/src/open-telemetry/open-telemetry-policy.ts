import {
  type Counter,
  context,
  type Meter,
  metrics,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { CallRequest } from '../call-request.ts';
import type { Policy } from '../policy.ts';
import type { CallEvent } from '../telemetry/call-event.ts';
import { VERSION } from '../version.ts';
import { createInstruments } from './instruments.ts';
import { spanAttributes } from './span-attributes.ts';

/** How {@link openTelemetryPolicy} works. */
export interface OpenTelemetryOptions {
  /** Makes the spans. @default the global provider's tracer `@camunda/transport` */
  readonly tracer?: Tracer | undefined;
  /** Makes the metrics. @default the global provider's meter `@camunda/transport` */
  readonly meter?: Meter | undefined;
}

/**
 * Makes a client span for every call, with its retries as span events, counts and measures calls, and sends the context along
 * (`traceparent`, as the global propagator says). Put it before `telemetry`.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function openTelemetryPolicy(options: OpenTelemetryOptions = {}): Policy {
  const tracer = options.tracer ?? trace.getTracer('@camunda/transport', VERSION);
  const instruments = createInstruments(options.meter ?? metrics.getMeter('@camunda/transport', VERSION));
  return {
    name: 'opentelemetry',
    async handle(request, next) {
      const attributes = spanAttributes(request);
      const span = tracer.startSpan(request.operation.operationId, { kind: SpanKind.CLIENT, attributes });
      const active = trace.setSpan(context.active(), span);
      propagation.inject(active, request.headers);
      request.listeners.push((event) => note(span, event, request, instruments.retries));
      instruments.active.add(1, { 'camunda.operation': request.operation.operationId });
      const startedAt = performance.now();
      const finish = (outcome: Record<string, string | number>): void => {
        const seconds = (performance.now() - startedAt) / 1000;
        if (request.attempt > 1) span.setAttribute('http.request.resend_count', request.attempt - 1);
        instruments.active.add(-1, { 'camunda.operation': request.operation.operationId });
        instruments.duration.record(seconds, { ...attributes, ...outcome });
        span.setAttributes(outcome);
        span.end();
      };
      try {
        const response = await context.with(active, () => next(request));
        finish({ 'http.response.status_code': response.status });
        return response;
      } catch (error) {
        span.setStatus({
          code: SpanStatusCode.ERROR,
          message: error instanceof Error ? error.message : String(error),
        });
        finish(failure(error));
        throw error;
      }
    },
  };
}

function note(span: Span, event: CallEvent, request: CallRequest, retries: Counter): void {
  if (event.type === 'retry') {
    span.addEvent('retry', {
      attempt: event.attempt,
      'delay.ms': Math.round(event.delayMs),
      ...failure(event.error),
    });
    retries.add(1, { 'camunda.operation': request.operation.operationId, ...failure(event.error) });
  } else if (event.type === 'auth') {
    span.addEvent('credentials refreshed', { changed: event.changed });
  }
}

function failure(error: unknown): Record<string, string | number> {
  const status: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined;
  if (typeof status === 'number')
    return { 'http.response.status_code': status, 'error.type': String(status) };
  return { 'error.type': error instanceof Error ? error.name : '_OTHER' };
}
