import {
  type Attributes,
  type Context,
  context,
  type Link,
  type Meter,
  metrics,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { ActivatedJob } from './activated-job.ts';
import type { WorkerEvent } from './worker-events.ts';
import type { InstrumentedWorker, WorkerInstrumentation } from './worker-instrumentation.ts';
import { createWorkerMetrics } from './worker-metrics.ts';

export type { InstrumentedWorker, WorkerInstrumentation };

/** How {@link createOpenTelemetryInstrumentation} works. */
export interface OpenTelemetryInstrumentationOptions {
  /** Makes the spans; `false` for none. @default the global provider's, named `@camunda/worker` */
  readonly tracer?: Tracer | false | undefined;
  /** Makes the metrics; `false` for none. @default the global provider's, named `@camunda/worker` */
  readonly meter?: Meter | false | undefined;
  /**
   * Where a job carries the trace context of what created it, such as a variable. Its span is linked to that.
   * @default `traceparent` and `tracestate` of the custom headers, else of the variables
   */
  readonly carrier?: ((job: ActivatedJob) => Readonly<Record<string, unknown>>) | undefined;
}

const NAME = '@camunda/worker';

/**
 * An instrumentation for `new JobWorker({ instrumentation })`: one span per job, active while its handler runs and linked to
 * the trace that created the job, and metrics of the worker. One instrumentation serves any number of workers.
 */
export function createOpenTelemetryInstrumentation(
  options: OpenTelemetryInstrumentationOptions = {},
): WorkerInstrumentation {
  const tracer = options.tracer === false ? undefined : (options.tracer ?? trace.getTracer(NAME));
  const meter = options.meter === false ? undefined : (options.meter ?? metrics.getMeter(NAME));
  const record = meter && createWorkerMetrics(meter);
  const spans = new WeakMap<ActivatedJob, Span>();
  const { carrier = defaultCarrier } = options;
  return {
    attach(worker) {
      record?.watch(worker);
      worker.subscribe((event) => {
        record?.note(worker.jobType, event);
        if (tracer) traceEvent(tracer, spans, carrier, event);
      });
    },
    aroundHandler(job, action) {
      const span = spans.get(job);
      if (span === undefined) action();
      else context.with(trace.setSpan(context.active(), span), action);
    },
  };
}

function traceEvent(
  tracer: Tracer,
  spans: WeakMap<ActivatedJob, Span>,
  carrier: (job: ActivatedJob) => Readonly<Record<string, unknown>>,
  event: WorkerEvent,
): void {
  if (event.type === 'jobStarted') {
    const { job } = event;
    const link = linkOf(carrier(job));
    const span = tracer.startSpan(
      `job ${job.type}`,
      { kind: SpanKind.CONSUMER, attributes: attributesOf(job), links: link ? [link] : [], root: true },
      context.active(),
    );
    spans.set(job, span);
  } else if (event.type === 'jobEnded') {
    const span = spans.get(event.job);
    spans.delete(event.job);
    if (span === undefined) return;
    span.setAttribute('camunda.job.end', event.end);
    if (event.outcome) span.setAttribute('camunda.job.outcome', event.outcome);
    if (event.end === 'failed' || event.end === 'left') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  } else if (event.type === 'lockExtended' || event.type === 'jobRedelivered') {
    spans.get(event.job)?.addEvent(event.type);
  } else if (event.type === 'jobAborted') {
    spans.get(event.job)?.addEvent(event.type, { reason: event.reason });
  }
}

function attributesOf(job: ActivatedJob): Attributes {
  return {
    'camunda.job.key': job.jobKey,
    'camunda.job.type': job.type,
    'camunda.job.retries': job.retries,
    'camunda.process_instance.key': job.processInstanceKey,
    'camunda.process_definition.id': job.processDefinitionId,
    'camunda.element.id': job.elementId,
    'camunda.tenant.id': job.tenantId,
  };
}

function defaultCarrier({ customHeaders, variables }: ActivatedJob): Readonly<Record<string, unknown>> {
  return typeof customHeaders.traceparent === 'string' ? customHeaders : variables;
}

function linkOf(carrier: Readonly<Record<string, unknown>>): Link | undefined {
  const creator: Context = propagation.extract(ROOT_CONTEXT, carrier, {
    keys: (values) => Object.keys(values),
    get: (values, key) => {
      const value = values[key];
      return typeof value === 'string' ? value : undefined;
    },
  });
  const spanContext = trace.getSpanContext(creator);
  return spanContext && { context: spanContext };
}
