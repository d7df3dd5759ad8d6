import { context, diag, type Meter, metrics, type Tracer, trace } from '@opentelemetry/api';
import type { Policy } from '../policy.ts';
import { VERSION } from '../version.ts';
import { CallObservation } from './call-observation.ts';
import { createInstruments } from './instruments.ts';

/** How {@link openTelemetryPolicy} works. */
export interface OpenTelemetryOptions {
  /** Makes the spans. @default the global provider's tracer `@camunda/transport` */
  readonly tracer?: Tracer | undefined;
  /** Makes the metrics. @default the global provider's meter `@camunda/transport` */
  readonly meter?: Meter | undefined;
}

/**
 * Makes a client span for every call, with its retries as span events, counts and measures calls, and sends the context along
 * (`traceparent`, as the global propagator says). Put it before `telemetry`. What a tracer, a meter or a propagator throws is reported to
 * the diagnostic logger of OpenTelemetry and breaks no call.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function openTelemetryPolicy(options: OpenTelemetryOptions = {}): Policy {
  const tracer = options.tracer ?? trace.getTracer('@camunda/transport', VERSION);
  const instruments = createInstruments(options.meter ?? metrics.getMeter('@camunda/transport', VERSION));
  return {
    name: 'opentelemetry',
    async handle(request, next) {
      const observation = quietly(() => new CallObservation(request, tracer, instruments));
      if (observation === undefined) return next(request);
      try {
        const response = await context.with(observation.context, () => next(request));
        quietly(() => observation.succeed(response.status));
        return response;
      } catch (error) {
        quietly(() => observation.fail(error));
        throw error;
      }
    },
  };
}

/** Observing must not change what is observed. */
function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    diag.error('@camunda/transport could not tell of a call', error);
    return undefined;
  }
}
