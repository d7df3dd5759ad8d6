import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type ContextManager,
  context,
  type Meter,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import type { JobContext } from './job-context.ts';
import { createOpenTelemetryInstrumentation } from './opentelemetry.ts';

afterEach(() => {
  context.disable();
  propagation.disable();
});

/** The smallest context manager that follows asynchronous calls. */
function enableContext(): void {
  const store = new AsyncLocalStorage<Context>();
  context.setGlobalContextManager({
    active: () => store.getStore() ?? ROOT_CONTEXT,
    with: (
      active: Context,
      action: (...parameters: never[]) => unknown,
      self: unknown,
      ...parameters: never[]
    ) => store.run(active, () => action.apply(self, parameters)),
    bind: (_: Context, target: unknown) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  } as unknown as ContextManager);
}

function recordSpans(): {
  tracer: Tracer;
  spans: {
    name: string;
    options: SpanOptions;
    attributes: object;
    ended: boolean;
    events: unknown[];
    status: unknown;
  }[];
} {
  const spans: {
    name: string;
    options: SpanOptions;
    attributes: Record<string, unknown>;
    ended: boolean;
    events: unknown[];
    status: unknown;
    span: Span;
  }[] = [];
  const startSpan = (name: string, options: SpanOptions): Span => {
    const record = {
      ...{ name, options, attributes: {} as Record<string, unknown>, ended: false },
      ...{ events: [] as unknown[], status: undefined as unknown },
    };
    const span = {
      setAttribute: (key: string, value: unknown) => {
        record.attributes[key] = value;
      },
      setStatus: (status: unknown) => {
        record.status = status;
      },
      addEvent: (event: string, values?: unknown) => record.events.push([event, values]),
      end: () => {
        record.ended = true;
      },
      isRecording: () => true,
      record,
    } as unknown as Span;
    spans.push(Object.assign(record, { span }));
    return span;
  };
  return { tracer: { startSpan } as unknown as Tracer, spans };
}

type Callback = (result: { observe(value: number): void }) => void;

function recordMetrics(): {
  meter: Meter;
  seen: Map<string, number>;
  recorded: Map<string, number[]>;
  read: () => number;
} {
  const seen = new Map<string, number>();
  const recorded = new Map<string, number[]>();
  const callbacks = new Map<Callback, string>();
  const instrument = (name: string) => ({
    add: (value: number) => seen.set(name, (seen.get(name) ?? 0) + value),
    record: (value: number) => {
      recorded.set(name, [...(recorded.get(name) ?? []), value]);
      seen.set(name, (seen.get(name) ?? 0) + 1);
    },
    addCallback: (callback: Callback) => callbacks.set(callback, name),
    removeCallback: (callback: Callback) => callbacks.delete(callback),
  });
  const meter = { createObservableGauge: instrument, createHistogram: instrument, createCounter: instrument };
  const read = (): number => {
    for (const [callback, name] of callbacks) callback({ observe: (value) => seen.set(name, value) });
    return callbacks.size;
  };
  return { meter: meter as unknown as Meter, seen, recorded, read };
}

describe('createOpenTelemetryInstrumentation', () => {
  it('makes one span per job, active in the handler, linked to the trace that created the job', async () => {
    enableContext();
    propagation.setGlobalPropagator({
      inject: () => undefined,
      fields: () => ['traceparent'],
      extract: (from, carrier, getter) => {
        const [, traceId = '', spanId = ''] = String(getter.get(carrier, 'traceparent')).split('-');
        return trace.setSpanContext(from, { traceId, spanId, traceFlags: 1 });
      },
    });
    const { gateway, worker } = await setUp();
    const [jobKey] = gateway.add(1, {
      variables: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    });
    const { tracer, spans } = recordSpans();
    let active: unknown;
    const subject = worker({
      instrumentation: createOpenTelemetryInstrumentation({ tracer, meter: false }),
      jobHandler: async (_: JobContext) => {
        await Promise.resolve();
        active = Reflect.get(trace.getSpan(context.active()) ?? {}, 'record');
      },
    });
    subject.start();
    await until(() => spans[0]?.ended === true);
    expect(active).toBe(spans[0]);
    expect(spans[0]).toMatchObject({
      name: 'job work',
      attributes: { 'camunda.job.end': 'completed', 'camunda.job.outcome': 'completed' },
      options: {
        attributes: { 'camunda.job.key': jobKey, 'camunda.process_instance.key': `1${jobKey}` },
        links: [{ context: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' } }],
        root: true,
      },
    });
  });

  it('notes extensions, aborts and failures, and takes the trace from the headers first', async () => {
    propagation.setGlobalPropagator({
      inject: () => undefined,
      fields: () => ['traceparent'],
      extract: (from, carrier, getter) =>
        trace.setSpanContext(from, {
          ...{
            traceId: String(getter.get(carrier, 'traceparent')),
            spanId: 'b7ad6b7169203331',
            traceFlags: 1,
          },
        }),
    });
    const { gateway, worker } = await setUp();
    gateway.add(1, { variables: { traceparent: 'of the variables' } });
    gateway.shapeJob = (job) => ({ ...job, customHeaders: { traceparent: 'of the headers' } });
    const { tracer, spans } = recordSpans();
    let updates = 0;
    gateway.fault = ({ operation }) =>
      operation === 'update' && ++updates > 1 ? { kind: 'status', status: 404 } : undefined;
    worker({
      instrumentation: createOpenTelemetryInstrumentation({ tracer, meter: false }),
      jobHandler: async (job: JobContext) => {
        await job.extendLock();
        await job.extendLock();
      },
    }).start();
    await until(() => spans[0]?.ended === true);
    expect(spans[0]).toMatchObject({
      options: { links: [{ context: { traceId: 'of the headers' } }] },
      attributes: { 'camunda.job.end': 'left' },
      status: { code: SpanStatusCode.ERROR },
      events: [
        ['lockExtended', undefined],
        ['jobAborted', { reason: 'job-gone' }],
      ],
    });
  });

  it('measures in seconds', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(1);
    const { meter, recorded } = recordMetrics();
    const instrumentation = createOpenTelemetryInstrumentation({ tracer: false, meter });
    const subject = worker({
      instrumentation,
      jobHandler: (job: JobContext) => job.extendLock().then(() => undefined),
    });
    const handled: number[] = [];
    subject.subscribe((event) => event.type === 'jobEnded' && handled.push(event.handlingMs / 1000));
    subject.start();
    await until(() => handled.length === 1);
    expect(recorded.get('camunda.worker.job.handling')).toEqual(handled);
  });

  it('counts and measures', async () => {
    const { gateway, worker } = await setUp();
    gateway.add(3);
    const { meter, seen, read } = recordMetrics();
    gateway.fault = ({ operation, jobKey }) =>
      operation === 'completion' && jobKey === '1' ? { kind: 'status', status: 409 } : undefined;
    const subject = worker({
      instrumentation: createOpenTelemetryInstrumentation({ tracer: false, meter }),
      jobHandler: (job: JobContext) => job.extendLock().then(() => undefined),
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 3);
    await until(() => seen.get('camunda.worker.jobs') === 3);
    expect(seen.get('camunda.worker.job.handling')).toBe(3);
    expect(seen.get('camunda.worker.job.wait')).toBe(3);
    expect(seen.get('camunda.worker.lock.extensions')).toBe(3);
    expect(seen.get('camunda.worker.jobs.superseded')).toBe(1);
    expect(seen.get('camunda.worker.poll.duration')).toBeGreaterThanOrEqual(1);
    expect(read()).toBe(2);
    expect(seen.get('camunda.worker.slots.free')).toBe(10);
    expect(seen.get('camunda.worker.jobs.active')).toBe(0);
    await subject.stop();
    expect(read()).toBe(0);
  });
});
