import {
  type Context,
  context,
  propagation,
  type Span,
  type TextMapPropagator,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeJob, getTopology } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
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

  it('does nothing when no SDK is set up', async () => {
    const { transport } = await setUp(undefined, {
      policies: (defaults) => [openTelemetryPolicy(), ...defaults],
    });
    expect(await transport.call(getTopology)).toEqual({});
  });
});
