import { type Clock, systemClock, type TimerHandle } from '@camunda/core';
import { afterEach, describe, expect, it } from 'vitest';
import { FAULTS, type Fault, type FaultProxy, inTurn, startFaultProxy } from '../test/fault-proxy.ts';
import {
  activateJobs,
  completeJob,
  createProcessInstance,
  getTopology,
  publishMessage,
  searchJobs,
  unassignUserFromGroup,
} from '../test/operations.ts';
import { startStubServer } from '../test/stub-server.ts';
import { createLeanTransport } from './create-lean-transport.ts';
import { createTransport as createPortableTransport } from './create-transport.ts';
import { createTransport as createNodeTransport } from './index-node.ts';
import type { Operation, OperationInput } from './operation.ts';
import type { CallOptions, Transport } from './transport.ts';
import type { TransportOptions } from './transport-options.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

/** What the caller sees, and how often the server did its work, when the first attempt meets the fault. */
type Expectation = readonly [
  outcome: 'ok' | 'NETWORK_ERROR' | 'TIMEOUT',
  effects: number,
  outcomeUnknown: boolean,
];

/** Safe, idempotent and acknowledging calls are sent again until an answer comes. */
const REPEATED: Readonly<Record<Fault, Expectation>> = {
  none: ['ok', 1, false],
  'reset-before-send': ['ok', 1, false],
  'reset-after-send': ['ok', 2, false],
  'mid-headers': ['ok', 2, false],
  'mid-body': ['ok', 2, false],
  'black-hole': ['ok', 1, false],
  'black-hole-after-send': ['ok', 2, false],
  'slow-drip': ['ok', 1, false],
  'half-close': ['ok', 2, false],
  garbage: ['ok', 2, false],
};

/** A call that must not happen twice is sent once, and the error says that nobody knows. */
const SENT_ONCE: Readonly<Record<Fault, Expectation>> = {
  none: ['ok', 1, false],
  'reset-before-send': ['NETWORK_ERROR', 0, true],
  'reset-after-send': ['NETWORK_ERROR', 1, true],
  'mid-headers': ['NETWORK_ERROR', 1, true],
  'mid-body': ['NETWORK_ERROR', 1, true],
  'black-hole': ['TIMEOUT', 0, true],
  'black-hole-after-send': ['TIMEOUT', 1, true],
  'slow-drip': ['ok', 1, false],
  'half-close': ['NETWORK_ERROR', 1, true],
  garbage: ['NETWORK_ERROR', 1, true],
};

const LONGEST_MS = 100_000;

/** What a worker says with its acknowledgements, which takes them the short way on Node. */
const ONCE: CallOptions = { retry: false, callerStack: false, timeoutMs: LONGEST_MS };

const cases: readonly (readonly [
  name: string,
  operation: Operation,
  input: OperationInput,
  typeof REPEATED,
  options: CallOptions | undefined,
])[] = [
  ['safe', getTopology, {}, REPEATED, undefined],
  ['safe: a search', searchJobs, { body: {} }, REPEATED, undefined],
  ['idempotent', unassignUserFromGroup, { path: { groupId: 'g', username: 'u' } }, REPEATED, undefined],
  ['acknowledgement', completeJob, { path: { jobKey: '1' }, body: {} }, REPEATED, undefined],
  ['acknowledgement that is sent once', completeJob, { path: { jobKey: '1' }, body: {} }, SENT_ONCE, ONCE],
  ['unsafe', createProcessInstance, { body: { processDefinitionId: 'p' } }, SENT_ONCE, undefined],
  [
    'unsafe with a business id',
    createProcessInstance,
    { body: { processDefinitionId: 'p', businessId: 'b' } },
    REPEATED,
    undefined,
  ],
  ['unsafe: a message', publishMessage, { body: { name: 'm' } }, SENT_ONCE, undefined],
  ['unsafe with a message id', publishMessage, { body: { name: 'm', messageId: 'i' } }, REPEATED, undefined],
  ['unsafe: a long poll', activateJobs, { body: { requestTimeout: 20_000 } }, SENT_ONCE, undefined],
  [
    'unsafe with an empty message id',
    publishMessage,
    { body: { name: 'm', messageId: '' } },
    SENT_ONCE,
    undefined,
  ],
];

const makers = {
  node: (options: TransportOptions) => createNodeTransport({ environment: {}, ...options }),
  'node, all through ky': (options: TransportOptions) =>
    createNodeTransport({ environment: {}, direct: 'none', ...options }),
  'node, nothing through ky': (options: TransportOptions) =>
    createNodeTransport({ environment: {}, direct: 'all', ...options }),
  portable: createPortableTransport,
  lean: createLeanTransport,
} as const;

/** The machine's clock, but the time limits of attempts and calls run out when the test says so. */
class LimitClock implements Clock {
  readonly now = systemClock.now;
  readonly #limits = new Map<() => void, number>();
  #skippedMs = 0;

  monotonic(): number {
    return systemClock.monotonic() + this.#skippedMs;
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    if (delayMs < LONGEST_MS / 2) return systemClock.setTimeout(callback, delayMs);
    this.#limits.set(callback, this.monotonic() + delayMs);
    return callback;
  }

  clearTimeout(handle: TimerHandle): void {
    if (!this.#limits.delete(handle as () => void)) systemClock.clearTimeout(handle);
  }

  /** Skips to the next time limit. */
  runOut(): void {
    const next = Math.min(...this.#limits.values());
    this.#skippedMs += Math.max(0, next - this.monotonic());
    for (const [limit, at] of [...this.#limits]) if (at <= next) limit();
  }
}

/** Lets the time run out once the request has vanished, which no machine is too slow for. */
async function outwait(fault: Fault, proxy: FaultProxy, clock: LimitClock, before: number): Promise<void> {
  if (!fault.startsWith('black-hole')) return;
  const vanished = fault === 'black-hole' ? proxy.requests : proxy.effects;
  while (vanished.length === before) await turn();
  clock.runOut();
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function setUp(maker: keyof typeof makers) {
  const clock = new LimitClock();
  const server = await startStubServer(() => ({ body: { items: [1, 2, 3], page: { totalItems: 3 } } }));
  const proxy: FaultProxy = await startFaultProxy({ target: server.baseUrl, dripMs: 0 });
  const options = {
    baseUrl: `${proxy.origin}/v2`,
    attemptTimeoutMs: LONGEST_MS,
    timeoutMs: 600_000,
    acknowledgementTimeoutMs: 600_000,
    clock,
    retry: { baseDelayMs: 1, maxDelayMs: 2 },
  };
  const transport: Transport = makers[maker](options);
  open.push(transport, proxy, server);
  return { server, proxy, transport, clock };
}

const CONNECTIONS = ['a new', 'a used'] as const;

describe.each(Object.keys(makers) as (keyof typeof makers)[])('the transport "%s"', (maker) => {
  describe.each(CONNECTIONS)('over %s connection', (connection) => {
    describe.each(cases)('a call of class %s', (_name, operation, input, expectations, options) => {
      it.each(FAULTS)('with the fault %s', async (fault) => {
        const { proxy, transport, clock } = await setUp(maker);
        if (connection === 'a used') await transport.call(operation, input, options);
        // The short way is open once a call of another lane has loaded what all need.
        else if (options !== undefined) await transport.call(getTopology);
        await turn();
        const before = proxy.effects.length;
        proxy.setPlan(inTurn(fault));
        const [outcome, effects, outcomeUnknown] = expectations[fault];
        const call = transport.call(operation, input, options);
        const result = await Promise.all([call, outwait(fault, proxy, clock, before)]).then(
          () => ({ code: 'ok', outcomeUnknown: false }),
          (error: { code: string; outcomeUnknown: boolean }) => error,
        );
        expect(result.code).toBe(outcome);
        expect(result.outcomeUnknown).toBe(outcomeUnknown);
        expect(proxy.effects.length - before).toBe(effects);
      });
    });
  });
});

describe('a creation that is never answered', () => {
  it('is never sent twice, whatever the number of attempts allowed', async () => {
    for (const fault of FAULTS) {
      const { proxy, transport, clock } = await setUp('node');
      proxy.setPlan(inTurn(fault));
      const call = transport.call(createProcessInstance, { body: {} }, { retry: { maxAttempts: 50 } });
      await Promise.all([call, outwait(fault, proxy, clock, 0)]).catch(() => undefined);
      expect(proxy.requests, fault).toHaveLength(1);
    }
  });

  it.each(['node', 'portable'] as const)(
    'is sent again when no connection could be made (%s)',
    async (maker) => {
      const server = await startStubServer();
      await server.close();
      const transport = makers[maker]({ baseUrl: server.baseUrl, retry: { maxAttempts: 3, baseDelayMs: 1 } });
      open.push(transport);
      const events: string[] = [];
      transport.subscribe((event) => events.push(event.type));
      const error = await transport
        .call(createProcessInstance, { body: {} })
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'NETWORK_ERROR', attempts: 3, outcomeUnknown: false });
      expect(events).toEqual(['start', 'attempt', 'retry', 'attempt', 'retry', 'attempt', 'end']);
    },
  );
});
