import { type Clock, systemClock } from '@camunda/core';
import { createLogger } from '@camunda/logger';
import { describe, expect, it } from 'vitest';
import { InstantClock } from '../../test/instant-clock.ts';
import { completeJob, createProcessInstance, getTopology, searchJobs } from '../../test/operations.ts';
import { failureOf, setUp } from '../../test/set-up.ts';
import type { StubAnswer } from '../../test/stub-server.ts';
import { CallRequest } from '../call-request.ts';
import { CallError } from '../errors/call-error.ts';
import type { NodeTransportOptions } from '../index-node.ts';
import { DEFAULT_RETRY } from '../retry-settings.ts';
import { decidePause } from './retry-policy.ts';

/** A server that gives the answers in turn, the last one for ever, and a transport whose pauses take no time. */
async function answering(answers: readonly StubAnswer[], options: NodeTransportOptions = {}) {
  const clock = new InstantClock();
  const { server, transport } = await setUp(
    (_request, _response, index) => answers[Math.min(index, answers.length - 1)],
    {
      clock,
      random: () => 0.5,
      ...options,
    },
  );
  return { clock, server, transport };
}

const busy = { status: 429, body: { title: 'RESOURCE_EXHAUSTED', status: 429 } } as const;
const ok = { body: { ok: true } } as const;

describe('retryPolicy', () => {
  it.each([429, 502, 503, 504])(
    'sends a safe call again after a %i, three times in all [P10]',
    async (status) => {
      const { server, transport, clock } = await answering([{ status, body: '<html>busy</html>' }]);
      const error = await failureOf(transport.call(searchJobs, { body: {} }));
      expect(error).toMatchObject({ code: 'HTTP_ERROR', status, attempts: 3, isRetryable: true });
      expect(server.requests).toHaveLength(3);
      // Full jitter: anything from 0 to 100, then to 200 ms.
      expect(clock.pauses).toEqual([50, 100]);
    },
  );

  it.each([400, 401, 403, 404, 409, 500])('sends a call once after a %i', async (status) => {
    const { server, transport } = await answering([{ status, body: {} }]);
    expect(await failureOf(transport.call(getTopology))).toMatchObject({
      status,
      attempts: 1,
      isRetryable: false,
    });
    expect(server.requests).toHaveLength(1);
  });

  const dialects: readonly (readonly [string, StubAnswer])[] = [
    ['429 without a body', { status: 429 }],
    ['503 with the title', { status: 503, body: { title: 'RESOURCE_EXHAUSTED' } }],
    ['500 with the title', { status: 500, body: { title: 'RESOURCE_EXHAUSTED' } }],
    [
      '500 with the detail',
      { status: 500, body: { title: 'INTERNAL', detail: 'Expected … but RESOURCE_EXHAUSTED' } },
    ],
    [
      '500 with a message, as Spring words it',
      { status: 500, body: { message: 'RESOURCE_EXHAUSTED: busy' } },
    ],
    ['503 with an error in an error', { status: 503, body: { error: { status: 'RESOURCE_EXHAUSTED' } } }],
    ['503 with a text', { status: 503, body: 'io.grpc: RESOURCE_EXHAUSTED' }],
  ];
  it.each(dialects)(
    'sends even a creation again when it was refused for overload: %s',
    async (_name, answer) => {
      const { server, transport } = await answering([answer, ok]);
      expect(await transport.call(createProcessInstance, { body: {} })).toEqual({ ok: true });
      expect(server.requests).toHaveLength(2);
    },
  );

  it.each<[string, StubAnswer]>([
    [
      '400 whose detail quotes the word',
      { status: 400, body: { detail: "No 'RESOURCE_EXHAUSTED' allowed" } },
    ],
    ['409 whose title is the word', { status: 409, body: { title: 'RESOURCE_EXHAUSTED' } }],
    ['500 with the word in small letters', { status: 500, body: { detail: 'disk: resource_exhausted' } }],
    ['500 with the number of the status in gRPC', { status: 500, body: { code: 8, message: 'busy' } }],
  ])('does not take for overload what no cluster says so: %s', async (_name, answer) => {
    const { server, transport } = await answering([answer, ok]);
    expect(await failureOf(transport.call(createProcessInstance, { body: {} }))).toMatchObject({
      status: answer.status,
      isRetryable: false,
    });
    expect(server.requests).toHaveLength(1);
    expect(transport.getBackpressureState()).toMatchObject({ severity: 'healthy' });
  });

  it('waits as long as Retry-After says, in seconds or until a date', async () => {
    const date = new Date(Date.parse('2026-01-01T00:00:05Z')).toUTCString();
    const { transport, clock } = await answering([
      { ...busy, headers: { 'retry-after': '2' } },
      { ...busy, headers: { 'retry-after': date } },
      ok,
    ]);
    await transport.call(getTopology);
    // Half of the first pause's bound comes on top, so that clients do not come back in one moment.
    expect(clock.pauses).toEqual([2050, 2950 + 50]);
  });

  it('never waits less than without a Retry-After that is 0 or a date that has passed', async () => {
    const { transport, clock } = await answering([
      { ...busy, headers: { 'retry-after': '0' } },
      { ...busy, headers: { 'retry-after': new Date(0).toUTCString() } },
      { ...busy, headers: { 'retry-after': '0' } },
      ok,
    ]);
    await transport.call(getTopology, {}, { retry: { maxAttempts: 4 } });
    expect(clock.pauses).toEqual([50, 100, 200]);
  });

  it('cuts a Retry-After to its bound', async () => {
    const { transport, clock } = await answering([{ ...busy, headers: { 'retry-after': '3600' } }, ok], {
      maxRetryAfterMs: 1500,
    });
    await transport.call(getTopology);
    expect(clock.pauses).toEqual([1550]);
  });

  it('gives up at once when the time limit ends before the pause', async () => {
    const { transport, server } = await answering([{ ...busy, headers: { 'retry-after': '12' } }]);
    const error = await failureOf(transport.call(getTopology));
    expect(error).toMatchObject({ status: 429, attempts: 1, retryAfterMs: 12_000 });
    expect(server.requests).toHaveLength(1);
  });

  it('repeats an acknowledgement until its time limit', async () => {
    const { transport, server, clock } = await answering([{ status: 503 }]);
    const error = await failureOf(transport.call(completeJob, { path: { jobKey: '1' }, body: {} }));
    expect(server.requests.length).toBeGreaterThan(20);
    expect(error).toMatchObject({ status: 503, attempts: server.requests.length, outcomeUnknown: true });
    expect(clock.pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThan(30_000);
  });

  it('says when an earlier attempt may have done the work', async () => {
    const { transport } = await answering([{ status: 504 }, { status: 404, body: { title: 'NOT_FOUND' } }]);
    const error = await failureOf(transport.call(completeJob, { path: { jobKey: '1' }, body: {} }));
    expect(error).toMatchObject({ status: 404, attempts: 2, earlierOutcomeUnknown: true });
  });

  it('takes the settings of options, configuration and call', async () => {
    const viaConfiguration = await answering([busy], {
      configuration: {
        CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: 5,
        CAMUNDA_SDK_HTTP_RETRY_BASE_DELAY_MS: 10,
        CAMUNDA_SDK_HTTP_RETRY_MAX_DELAY_MS: 30,
      },
    });
    await failureOf(viaConfiguration.transport.call(getTopology));
    expect(viaConfiguration.clock.pauses).toEqual([5, 10, 15, 15]);
    const { transport, server } = await answering([busy], { retry: false });
    await failureOf(transport.call(getTopology));
    expect(server.requests).toHaveLength(1);
    await failureOf(transport.call(getTopology, {}, { retry: { maxAttempts: 4 } }));
    expect(server.requests).toHaveLength(5);
    await failureOf(transport.call(completeJob, { path: { jobKey: '1' } }, { retry: false }));
    expect(server.requests).toHaveLength(6);
  });

  it('refuses a number of attempts below 1 instead of sending nothing', async () => {
    await expect(answering([ok], { retry: { maxAttempts: 0 } })).rejects.toThrow(
      /retry\.maxAttempts has to be at least 1, not 0/,
    );
    await expect(
      answering([ok], { configuration: { CAMUNDA_SDK_HTTP_RETRY_MAX_ATTEMPTS: 0 } }),
    ).rejects.toThrow(/at least 1/);
    const { transport } = await answering([ok]);
    for (const maxAttempts of [0, Number.NaN]) {
      const error = await failureOf(transport.call(getTopology, {}, { retry: { maxAttempts } }));
      expect(error).toMatchObject({ code: 'VALIDATION', operationId: 'getTopology' });
    }
  });

  it('ends a pause as soon as the caller no longer wants the call', async () => {
    const { transport } = await setUp(() => busy, {
      retry: { baseDelayMs: 60_000, maxDelayMs: 60_000 },
      timeoutMs: 600_000,
      random: () => 1,
    });
    const controller = new AbortController();
    transport.subscribe((event) => {
      if (event.type === 'retry') queueMicrotask(() => controller.abort());
    });
    const error = await failureOf(transport.call(getTopology, {}, { signal: controller.signal }));
    expect(error).toBe(controller.signal.reason);
    expect((error as Error).name).toBe('AbortError');
  });

  it('leaves no timer behind when a pause ends early', async () => {
    const running = new Set<unknown>();
    const clock: Clock = {
      ...systemClock,
      setTimeout: (callback, delayMs) => {
        const timer = systemClock.setTimeout(callback, delayMs);
        running.add(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        running.delete(timer);
        systemClock.clearTimeout(timer);
      },
    };
    const { transport } = await setUp(() => busy, {
      retry: { baseDelayMs: 60_000, maxDelayMs: 60_000 },
      timeoutMs: 600_000,
      random: () => 1,
      clock,
    });
    const controller = new AbortController();
    transport.subscribe((event) => {
      if (event.type === 'retry') setImmediate(() => controller.abort());
    });
    await failureOf(transport.call(getTopology, {}, { signal: controller.signal }));
    expect(running.size).toBe(0);
  });

  it('pauses no longer than its bound, after any number of attempts', () => {
    const request = new CallRequest({
      operation: getTopology,
      input: {},
      options: {},
      url: 'http://a',
      headers: {},
      body: undefined,
    });
    request.attempt = 2000;
    const error = new CallError('busy', { code: 'A', operationId: 'a', isRetryable: true });
    const settings = { ...DEFAULT_RETRY, maxAttempts: Number.POSITIVE_INFINITY };
    expect(decidePause(error, request, settings, () => 1)).toBe(2000);
    expect(decidePause(error, request, { ...settings, baseDelayMs: 0 }, () => 1)).toBe(0);
  });

  it('fares the same at every log level, and writes only what the level allows [P17, P18]', async () => {
    const errors: unknown[] = [];
    for (const level of ['silent', 'silly'] as const) {
      const lines: string[] = [];
      const write = (message: string): void => void lines.push(message);
      const sink = { debug: write, info: write, warn: write, error: write };
      const { transport } = await answering(
        [
          { status: 503, body: '<html>busy</html>' },
          { status: 404, body: { title: 'NOT_FOUND', detail: 'nothing' } },
        ],
        { logger: createLogger(sink, { level }) },
      );
      errors.push(await failureOf(transport.call(getTopology)));
      expect(lines.some((line) => line.includes('getTopology is sent again in 50 ms'))).toBe(
        level === 'silly',
      );
      if (level === 'silent') expect(lines).toEqual([]);
    }
    expect(errors[0]).toMatchObject({ status: 404, title: 'NOT_FOUND', detail: 'nothing', attempts: 2 });
    expect(errors[1]).toMatchObject({ status: 404, title: 'NOT_FOUND', detail: 'nothing', attempts: 2 });
  });

  it('reports an error page like any other answer [P19]', async () => {
    const { transport } = await answering([
      { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad Gateway</html>' },
    ]);
    const error = await failureOf(transport.call(getTopology));
    expect(error).toMatchObject({ status: 502, title: undefined, body: '<html>Bad Gateway</html>' });
    expect((error as Error).message).toMatch(
      /^getTopology was answered with 502 Bad Gateway\. Something in front/,
    );
    expect(Object.keys(error as Error)).not.toContain('body');
  });
});
