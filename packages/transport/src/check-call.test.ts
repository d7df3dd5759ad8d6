import { describe, expect, it } from 'vitest';
import { completeJob, getTopology } from '../test/operations.ts';
import { failureOf, setUp } from '../test/set-up.ts';
import type { Transport } from './transport.ts';

/** How a program in JavaScript calls. */
type Untyped = (...parameters: readonly unknown[]) => Promise<unknown>;

function untyped(transport: Transport): Untyped {
  return transport.call.bind(transport) as unknown as Untyped;
}

const ONCE = { retry: false, callerStack: false, timeoutMs: 1000 };

describe('a call that cannot be made', () => {
  it.each<[string, readonly unknown[], RegExp]>([
    ['nothing at all', [], /^The operation of a call has to be an object, not undefined/],
    ['no operation', [null], /^The operation of a call has to be an object, not null/],
    ['an input that is null', [getTopology, null], /^input of getTopology has to be an object, not null/],
    ['a path that is a text', [completeJob, { path: 'x' }], /^path in the input of completeJob has to be/],
    ['a query that is null', [getTopology, { query: null }], /^query in the input of getTopology has to be/],
    [
      'options that are null',
      [completeJob, {}, null],
      /^options of completeJob has to be an object, not null/,
    ],
    ['an unknown option', [getTopology, {}, { timeout: 5 }], /^timeout is no option; there are signal, /],
    ['a signal of null', [getTopology, {}, { signal: null }], /^signal has to be an AbortSignal, not null/],
    ['a signal that is none', [getTopology, {}, { signal: {} }], /^signal has to be an AbortSignal/],
    ['a time limit that is a text', [getTopology, {}, { timeoutMs: '5' }], /^timeoutMs has to be a number/],
    ['retry: true', [getTopology, {}, { retry: true }], /^retry has to be an object or false, not a boolean/],
    ['retry: null', [getTopology, {}, { retry: null }], /^retry has to be an object or false, not null/],
    [
      'an unknown member of retry',
      [getTopology, {}, { retry: { attempts: 5 } }],
      /^retry.attempts is no opt/,
    ],
    [
      'a text in retry',
      [getTopology, {}, { retry: { maxAttempts: '3' } }],
      /^retry.maxAttempts has to be a n/,
    ],
    [
      'no attempts',
      [getTopology, {}, { retry: { maxAttempts: 0 } }],
      /^retry.maxAttempts has to be at least 1/,
    ],
    [
      'a text as time limit of an acknowledgement',
      [completeJob, { path: { jobKey: '1' } }, { ...ONCE, timeoutMs: '5000' }],
      /^timeoutMs has to be a number/,
    ],
    [
      'a bigint as time limit of an acknowledgement',
      [completeJob, { path: { jobKey: '1' } }, { ...ONCE, timeoutMs: 5n }],
      /^timeoutMs has to be a number, not a bigint/,
    ],
    [
      'a signal of an acknowledgement that is none',
      [completeJob, { path: { jobKey: '1' } }, { ...ONCE, signal: {} }],
      /^signal has to be an AbortSignal/,
    ],
  ])(
    '%s: rejects with a ValidationError, sends nothing, and never throws',
    async (_, parameters, message) => {
      const { server, transport } = await setUp(() => ({ status: 204 }));
      // The short way of acknowledgements is open once there is a connection.
      await transport.call(completeJob, { path: { jobKey: '0' } });
      const error = await failureOf(untyped(transport)(...parameters));
      expect(error).toMatchObject({ code: 'VALIDATION' });
      expect((error as Error).message).toMatch(message);
      expect(server.requests).toHaveLength(1);
    },
  );

  it('is refused before it waits for anything', async () => {
    const { transport } = await setUp(() => ({ status: 429 }), {
      retry: false,
      backpressure: { initialMax: 1, floorDelayMs: 2000 },
    });
    for (let count = 0; count < 2; count += 1) await failureOf(transport.call(getTopology));
    expect(transport.getBackpressureState().extraDelayMs).toBe(2000);
    const retry = { maxAttempts: 0 };
    const error = await failureOf(transport.call(getTopology, {}, { retry, timeoutMs: 1000 }));
    expect(error).toMatchObject({ code: 'VALIDATION', parameter: 'retry.maxAttempts' });
  });
});
