import { type Attributes, context, type Meter, propagation, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { onTestFinished } from 'vitest';

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** What one metric has seen with certain attributes. */
export interface Measured {
  readonly attributes: Attributes;
  /** The number itself; for a histogram its sum and count, and how many of its buckets are in use. */
  readonly value: unknown;
}

/** The SDK of OpenTelemetry, with the context and the propagation that its users have, until the test ends. */
export function startTelemetry(): {
  readonly tracer: Tracer;
  readonly meter: Meter;
  readonly spans: () => readonly ReadableSpan[];
  /** Reads all metrics; gives what the one with this name has seen. */
  readonly read: (name: string) => Promise<readonly Measured[]>;
} {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const exporter = new InMemorySpanExporter();
  const traces = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const reader = new Reader();
  const meters = new MeterProvider({ readers: [reader] });
  onTestFinished(async () => {
    context.disable();
    propagation.disable();
    await Promise.all([traces.shutdown(), meters.shutdown()]);
  });
  return {
    tracer: traces.getTracer('test'),
    meter: meters.getMeter('test'),
    spans: () => exporter.getFinishedSpans(),
    read: async (name) => {
      const { resourceMetrics } = await reader.collect();
      const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
      const metric = metrics.find(({ descriptor }) => descriptor.name === name);
      return (metric?.dataPoints ?? []).map(({ attributes, value }) => ({ attributes, value }));
    },
  };
}
