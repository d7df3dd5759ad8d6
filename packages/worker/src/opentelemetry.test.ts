import {
  context,
  DiagLogLevel,
  diag,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Histogram } from '@opentelemetry/sdk-metrics';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished } from 'vitest';
import { setUp, until } from '../test/harness.ts';
import { startTelemetry } from '../test/telemetry.ts';
import type { JobContext } from './job-context.ts';
import { createOpenTelemetryInstrumentation } from './opentelemetry.ts';

const CREATOR = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const WORK = { 'camunda.job.type': 'work' };

describe('createOpenTelemetryInstrumentation', () => {
  it('makes one span per job, active in the handler, linked to the trace that created the job', async () => {
    const { tracer, spans } = startTelemetry();
    const { gateway, worker } = await setUp();
    const variables: Record<string, unknown> = {};
    propagation.inject(trace.setSpanContext(ROOT_CONTEXT, { ...CREATOR, traceFlags: 1 }), variables);
    const [jobKey] = gateway.add(1, { variables });
    let active: unknown;
    const subject = worker({
      instrumentation: createOpenTelemetryInstrumentation({ tracer, meter: false }),
      jobHandler: async (_: JobContext) => {
        await Promise.resolve();
        active = trace.getSpan(context.active())?.spanContext();
        tracer.startSpan('charging').end();
      },
    });
    // Whatever the worker was started within lasts as long as it does, and is nothing that a job belongs to.
    context.with(trace.setSpan(context.active(), tracer.startSpan('start')), () => subject.start());
    await until(() => spans().length === 2);
    const [child, span] = spans();
    expect(span).toMatchObject({
      name: 'job work',
      attributes: {
        'camunda.job.key': jobKey,
        'camunda.process_instance.key': `1${jobKey}`,
        'camunda.job.end': 'completed',
        'camunda.job.outcome': 'completed',
      },
      links: [{ context: CREATOR }],
      parentSpanContext: undefined,
      status: { code: SpanStatusCode.UNSET },
    });
    expect(span?.spanContext().traceId).not.toBe(CREATOR.traceId);
    expect(active).toEqual(span?.spanContext());
    expect(child).toMatchObject({ name: 'charging', parentSpanContext: span?.spanContext() });
  });

  it('makes a span without a link where nothing tells of a creator, and is not broken by a carrier that throws', async () => {
    const { tracer, spans } = startTelemetry();
    const { gateway, worker } = await setUp();
    gateway.add(1, { variables: { traceparent: 'nonsense' } });
    gateway.add(1, { variables: { breaks: true } });
    const subject = worker({
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      instrumentation: createOpenTelemetryInstrumentation({
        ...{ tracer, meter: false },
        carrier: ({ variables }) => {
          if (variables.breaks === true) throw new Error('a broken carrier');
          return variables;
        },
      }),
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 2 && spans().length === 1);
    expect(spans()).toMatchObject([{ links: [] }]);
  });

  it('notes extensions, aborts and failures, and takes the trace from the headers first', async () => {
    const { tracer, spans } = startTelemetry();
    const { gateway, worker } = await setUp();
    gateway.add(1, { variables: { traceparent: `00-${CREATOR.traceId}-${CREATOR.spanId}-01` } });
    const ofHeaders = { traceId: '1af7651916cd43dd8448eb211c80319c', spanId: 'c7ad6b7169203331' };
    const traceparent = `00-${ofHeaders.traceId}-${ofHeaders.spanId}-01`;
    gateway.shapeJob = (job) => ({ ...job, customHeaders: { traceparent } });
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
    await until(() => spans().length === 1);
    expect(spans()[0]).toMatchObject({
      links: [{ context: ofHeaders }],
      attributes: { 'camunda.job.end': 'left' },
      status: { code: SpanStatusCode.ERROR },
      events: [{ name: 'lockExtended' }, { name: 'jobAborted', attributes: { reason: 'job-gone' } }],
    });
  });

  it('writes nothing to a span that has ended, though an extension is answered later', async () => {
    const complaints: string[] = [];
    const note = (message: string): void => void complaints.push(message);
    const silent = { debug() {}, verbose() {}, info() {} };
    diag.setLogger({ ...silent, warn: note, error: note }, DiagLogLevel.WARN);
    onTestFinished(() => diag.disable());
    const { tracer, spans } = startTelemetry();
    const { gateway, worker } = await setUp();
    gateway.add(1);
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    gateway.fault = ({ operation }) => (operation === 'update' ? { kind: 'hold', until: held } : undefined);
    const subject = worker({
      instrumentation: createOpenTelemetryInstrumentation({ tracer, meter: false }),
      jobHandler: (job: JobContext) => void job.extendLock(),
    });
    subject.start();
    await until(() => spans().length === 1 && gateway.of('update').length === 1);
    answer();
    await until(() => subject.status().jobs.lockExtensions === 1);
    expect(complaints).toEqual([]);
  });

  it('measures in seconds, in buckets that tell fast handlers from slow ones', async () => {
    const { meter, read } = startTelemetry();
    const { gateway, worker } = await setUp();
    gateway.add(2);
    const handled: number[] = [];
    const subject = worker({
      instrumentation: createOpenTelemetryInstrumentation({ tracer: false, meter }),
      jobHandler: async (job: JobContext) => {
        if (job.jobKey === '2') await new Promise((resolve) => setTimeout(resolve, 120));
      },
    });
    subject.subscribe((event) => event.type === 'jobEnded' && handled.push(event.handlingMs / 1000));
    subject.start();
    await until(() => handled.length === 2);
    const [handling] = await read('camunda.worker.job.handling');
    const histogram = handling?.value as Histogram | undefined;
    expect(histogram).toMatchObject({ sum: (handled[0] ?? 0) + (handled[1] ?? 0), count: 2 });
    expect(histogram?.buckets.counts.filter((each) => each > 0)).toEqual([1, 1]);
  });

  it('counts and measures', async () => {
    const { meter, read } = startTelemetry();
    const { gateway, worker } = await setUp();
    gateway.add(3);
    gateway.add(1, { variables: { isWrong: true } });
    gateway.fault = ({ operation, jobKey }) =>
      operation === 'completion' && jobKey === '1' ? { kind: 'status', status: 409 } : undefined;
    const subject = worker({
      instrumentation: createOpenTelemetryInstrumentation({ tracer: false, meter }),
      config: { inputSchema: v.object({ isWrong: v.optional(v.literal(false)) }) as never },
      jobHandler: (job: JobContext) => job.extendLock().then(() => undefined),
    });
    subject.start();
    await until(() => subject.status().jobs.completed === 3 && subject.status().jobs.failed >= 1);
    await subject.stop();
    const counted = (count: number): object => ({
      attributes: WORK,
      value: expect.objectContaining({ count }),
    });
    // The one that does not fit is not handled.
    expect(await read('camunda.worker.job.handling')).toEqual([counted(3)]);
    expect(await read('camunda.worker.job.wait')).toEqual([counted(3)]);
    expect(await read('camunda.worker.poll.duration')).toMatchObject([
      { attributes: { ...WORK, success: true }, value: { count: expect.any(Number) } },
    ]);
    const ends = await read('camunda.worker.jobs');
    expect(ends).toContainEqual({
      attributes: { ...WORK, end: 'completed', outcome: 'superseded' },
      value: 1,
    });
    expect(ends).toContainEqual({
      attributes: { ...WORK, end: 'completed', outcome: 'completed' },
      value: 2,
    });
    const { failed } = subject.status().jobs;
    expect(ends).toContainEqual({
      attributes: { ...WORK, end: 'failed', outcome: 'completed' },
      value: failed,
    });
    expect(await read('camunda.worker.lock.extensions')).toEqual([{ attributes: WORK, value: 3 }]);
    expect(await read('camunda.worker.jobs.superseded')).toEqual([{ attributes: WORK, value: 1 }]);
  });

  it('tells how many jobs all running workers of a type have, and could take besides', async () => {
    const { meter, read } = startTelemetry();
    const { gateway, worker } = await setUp();
    gateway.add(3);
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const instrumentation = createOpenTelemetryInstrumentation({ tracer: false, meter });
    const config = { maxConcurrentJobs: 2, refillThreshold: 1 };
    const workers = [1, 2].map(() => worker({ instrumentation, config, jobHandler: () => gate }));
    expect(await read('camunda.worker.jobs.active')).toEqual([]);
    for (const each of workers) each.start();
    await until(() => workers.reduce((sum, each) => sum + each.status().activeJobs, 0) === 3);
    expect(await read('camunda.worker.jobs.active')).toEqual([{ attributes: WORK, value: 3 }]);
    expect(await read('camunda.worker.slots.free')).toEqual([{ attributes: WORK, value: 1 }]);
    release();
    await Promise.all(workers.map((each) => each.stop()));
    expect(await read('camunda.worker.jobs.active')).toEqual([{ attributes: WORK, value: 0 }]);
    expect(await read('camunda.worker.slots.free')).toEqual([{ attributes: WORK, value: 0 }]);
  });
});
