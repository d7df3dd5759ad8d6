import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  type ContextManager,
  context,
  type Meter,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type TextMapPropagator,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { completeJob, getTopology } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import { createTransport } from '../index-node.ts';
import { openTelemetryPolicy } from './index.ts';

/** What a span is told. */
interface RecordedSpan {
  readonly name: string;
  readonly attributes: Record<string, unknown>;
  readonly events: string[];
  status: number;
  ended: number;
}

function recordingTracer() {
  const spans: RecordedSpan[] = [];
  const startSpan: Tracer['startSpan'] = (name, options) => {
    const recorded: RecordedSpan = {
      name,
      attributes: { ...options?.attributes },
      events: [],
      status: 0,
      ended: 0,
    };
    spans.push(recorded);
    const note = (change: () => void): Span => {
      change();
      return span as Span;
    };
    const span: Partial<Span> = {
      spanContext: () => ({
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        traceFlags: 1,
      }),
      setAttribute: (key, value) => note(() => Object.assign(recorded.attributes, { [key]: value })),
      setAttributes: (attributes) => note(() => Object.assign(recorded.attributes, attributes)),
      addEvent: (event) => note(() => recorded.events.push(event)),
      setStatus: (status) => note(() => Object.assign(recorded, { status: status.code })),
      end: () => {
        recorded.ended += 1;
      },
    };
    return span as Span;
  };
  return { spans, tracer: { startSpan } as Tracer };
}

/** The W3C propagator in short. */
const propagator: TextMapPropagator = {
  inject: (given: Context, carrier, setter) => {
    const span = trace.getSpanContext(given);
    if (span !== undefined) setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-01`);
  },
  extract: (given: Context) => given,
  fields: () => ['traceparent'],
};

describe('openTelemetryPolicy', () => {
  beforeAll(() => void propagation.setGlobalPropagator(propagator));
  afterAll(() => {
    propagation.disable();
    context.disable();
  });

  it('makes a span for a call, with its retries, and sends the context along', async () => {
    const { spans, tracer } = recordingTracer();
    const { server, transport } = await setUp(
      (_request, _response, index) => ({ status: index === 0 ? 503 : 200, body: {} }),
      {
        retry: { baseDelayMs: 1 },
        policies: (defaults) => [openTelemetryPolicy({ tracer }), ...defaults],
      },
    );
    await transport.call(getTopology);
    expect(spans).toEqual([
      {
        name: 'getTopology',
        attributes: {
          'http.request.method': 'GET',
          'url.template': '/topology',
          'server.address': '127.0.0.1',
          'server.port': server.port,
          'camunda.operation': 'getTopology',
          'http.response.status_code': 200,
          'http.request.resend_count': 1,
        },
        events: ['retry'],
        status: 0,
        ended: 1,
      },
    ]);
    for (const request of server.requests) {
      expect(request.headers.traceparent).toBe('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    }
  });

  it('marks a span as failed', async () => {
    const { spans, tracer } = recordingTracer();
    const { transport } = await setUp(() => ({ status: 404, body: {} }), {
      policies: (defaults) => [openTelemetryPolicy({ tracer }), ...defaults],
    });
    await failureOf(transport.call(completeJob, { path: { jobKey: '1' }, body: {} }));
    expect(spans[0]).toMatchObject({
      status: 2,
      ended: 1,
      attributes: {
        'error.type': '404',
        'http.response.status_code': 404,
        'url.template': '/jobs/{jobKey}/completion',
      },
    });
  });

  it('tells an answer that is none from the status that it has', async () => {
    const { spans, tracer } = recordingTracer();
    const { transport } = await setUp(() => ({ headers: { 'content-type': 'text/html' }, body: '<html>' }), {
      policies: (defaults) => [openTelemetryPolicy({ tracer }), ...defaults],
    });
    await failureOf(transport.call(getTopology));
    expect(spans[0]?.attributes).toMatchObject({
      'error.type': 'ResponseError',
      'http.response.status_code': 200,
    });
  });

  it.each(['startSpan', 'setAttributes', 'setStatus', 'end', 'addEvent'])(
    'breaks no call when %s throws',
    async (method) => {
      const fail = (): never => {
        throw new Error(`${method} is broken`);
      };
      const { tracer } = recordingTracer();
      const startSpan: Tracer['startSpan'] = (...given) =>
        Object.assign(tracer.startSpan(...given), { [method]: fail });
      const broken = { startSpan: method === 'startSpan' ? fail : startSpan } as Tracer;
      const { transport } = await setUp(
        (_request, _response, index) => ({ status: [503, 200, 404][index] ?? 200, body: {} }),
        {
          retry: { baseDelayMs: 1 },
          policies: (defaults) => [openTelemetryPolicy({ tracer: broken }), ...defaults],
        },
      );
      expect(await transport.call(getTopology)).toEqual({});
      expect(await failureOf(transport.call(getTopology))).toMatchObject({ status: 404 });
    },
  );

  it('counts and measures calls in seconds, tells of new credentials, and is the context of what a call does', async () => {
    const storage = new AsyncLocalStorage<Context>();
    const manager: ContextManager = {
      active: () => storage.getStore() ?? ROOT_CONTEXT,
      with: (given, work, self, ...parameters) =>
        storage.run(given, () => Reflect.apply(work, self, parameters)),
      bind: (_context, target) => target,
      enable: () => manager,
      disable: () => manager,
    };
    context.setGlobalContextManager(manager);
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => {
      vi.useRealTimers();
      context.disable();
    });
    const told: (readonly [string, number])[] = [];
    const instrument = (name: string) => ({
      add: (value: number) => void told.push([name, value]),
      record: (value: number) => void told.push([name, value]),
    });
    const meter = {
      createHistogram: instrument,
      createUpDownCounter: instrument,
      createCounter: instrument,
    } as unknown as Meter;
    const { spans, tracer } = recordingTracer();
    const seen: (string | undefined)[] = [];
    const { transport } = await setUp(
      (_request, _response, index) => {
        vi.advanceTimersByTime(1000);
        return { status: index === 0 ? 401 : 200, body: {} };
      },
      {
        authProvider: {
          getHeaders: (given) => {
            seen.push(trace.getActiveSpan()?.spanContext().spanId);
            return { authorization: given?.forceRefresh ? 'new' : 'old' };
          },
        },
        policies: (defaults) => [openTelemetryPolicy({ tracer, meter }), ...defaults],
      },
    );
    await transport.call(getTopology);
    expect(told).toEqual([
      ['camunda.client.call.active', 1],
      ['camunda.client.call.active', -1],
      ['camunda.client.call.duration', 2],
    ]);
    expect(spans[0]?.events).toEqual(['credentials refreshed']);
    expect(seen).toEqual(['b7ad6b7169203331', 'b7ad6b7169203331']);
  });

  it.each([
    ['https://cluster.invalid/v2', 443],
    ['http://cluster.invalid/v2', 80],
    ['http://cluster.invalid:8080/v2', 8080],
  ])('knows the port of %s', async (baseUrl, port) => {
    const { spans, tracer } = recordingTracer();
    const transport = createTransport({
      baseUrl,
      fetch: async () => Response.json({}),
      policies: (defaults) => [openTelemetryPolicy({ tracer }), ...defaults],
    });
    await transport.call(getTopology);
    expect(spans[0]?.attributes['server.port']).toBe(port);
  });

  it('does nothing when no SDK is set up', async () => {
    const { transport } = await setUp(undefined, {
      policies: (defaults) => [openTelemetryPolicy(), ...defaults],
    });
    expect(await transport.call(getTopology)).toEqual({});
  });
});
