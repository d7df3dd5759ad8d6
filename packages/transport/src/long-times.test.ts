import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { activateJobs, completeJob, getTopology } from '../test/operations.ts';
import { createTransport, type Operation, type TransportOptions } from './index-node.ts';
import type { CallOptions } from './transport.ts';

const DAY_MS = 86_400_000;
const LIMIT_MS = 60 * DAY_MS;

const never = (): Promise<never> => new Promise(() => undefined);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a time limit that is longer than a timer of the runtime can hold', () => {
  it.each<[string, Operation, TransportOptions, CallOptions]>([
    ['timeoutMs of a call', getTopology, {}, { timeoutMs: LIMIT_MS }],
    [
      'timeoutMs of the short way',
      completeJob,
      {},
      { timeoutMs: LIMIT_MS, retry: false, callerStack: false },
    ],
    ['timeoutMs', getTopology, { timeoutMs: LIMIT_MS }, {}],
    [
      'attemptTimeoutMs',
      getTopology,
      { attemptTimeoutMs: LIMIT_MS, timeoutMs: 2 * LIMIT_MS, retry: false },
      {},
    ],
    [
      'CAMUNDA_SDK_HTTP_TIMEOUT_MS',
      getTopology,
      { configuration: { CAMUNDA_SDK_HTTP_TIMEOUT_MS: LIMIT_MS } },
      {},
    ],
    [
      'acknowledgementTimeoutMs',
      completeJob,
      { acknowledgementTimeoutMs: LIMIT_MS, timeoutMs: 1, attemptTimeoutMs: LIMIT_MS },
      {},
    ],
    ['requestTimeout', activateJobs, { longPollMarginMs: DAY_MS }, {}],
  ])('such as %s, ends the call when it has passed, and not before', async (_, operation, options, call) => {
    const lane = { begin: () => ({ abort: () => undefined }) };
    const sender = { name: 'deaf', send: never, shortLaneTo: () => lane, close: () => Promise.resolve() };
    await using transport = createTransport({ sender, environment: {}, ...options });
    const ended = vi.fn();
    const input = { path: { jobKey: '1' }, body: { requestTimeout: LIMIT_MS - DAY_MS } };
    transport.call(operation, input, call).catch(ended);
    await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended.mock.calls).toMatchObject([[{ code: 'TIMEOUT' }]]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a pause that is longer than a timer of the runtime can hold', () => {
  it.each([
    ['seconds', '1000000000000'],
    ['a date', 'Fri, 31 Dec 9999 23:59:59 GMT'],
    ['more than a number can hold', '9'.repeat(400)],
  ])('is cut by maxRetryAfterMs, asked for in %s', async (_, retryAfter) => {
    const send = vi.fn(() =>
      Promise.resolve({
        status: 429,
        body: '',
        header: (name: string) => (name === 'retry-after' ? retryAfter : undefined),
      }),
    );
    const sender = { name: 'busy', send, close: () => Promise.resolve() };
    await using transport = createTransport({
      sender,
      environment: {},
      maxRetryAfterMs: LIMIT_MS,
      timeoutMs: Number.POSITIVE_INFINITY,
      random: () => 0,
    });
    const ended = vi.fn();
    transport.call(getTopology, {}, { retry: { maxAttempts: 2 } }).catch(ended);
    await vi.advanceTimersByTimeAsync(LIMIT_MS - 1);
    expect(send).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1);
    expect(send).toHaveBeenCalledTimes(2);
    expect(ended.mock.calls).toMatchObject([[{ status: 429, attempts: 2 }]]);
  });

  it('is not begun where nothing cuts it', async () => {
    const header = (name: string): string | undefined =>
      name === 'retry-after' ? '9'.repeat(400) : undefined;
    const sender = {
      name: 'busy',
      send: () => Promise.resolve({ status: 429, body: '', header }),
      close: () => Promise.resolve(),
    };
    const unlimited = { maxRetryAfterMs: Number.POSITIVE_INFINITY, timeoutMs: Number.POSITIVE_INFINITY };
    await using transport = createTransport({ sender, environment: {}, ...unlimited });
    await expect(transport.call(getTopology)).rejects.toMatchObject({ status: 429, attempts: 1 });
  });
});
