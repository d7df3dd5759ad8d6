import { type Clock, systemClock, type TimerHandle } from '@camunda/core';
import { afterEach, describe, expect, it } from 'vitest';
import { FAULTS, type Fault, type FaultProxy, inTurn, startFaultProxy } from '../test/fault-proxy.ts';
import {
  completeJob,
  createProcessInstance,
  getTopology,
  publishMessage,
  unassignUserFromGroup,
} from '../test/operations.ts';
import { startStubServer } from '../test/stub-server.ts';
import { createTransport as createPortableTransport } from './create-transport.ts';
import { createTransport as createNodeTransport } from './index-node.ts';
import type { Operation, OperationInput } from './operation.ts';

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

const cases: readonly (readonly [
  name: string,
  operation: Operation,
  input: OperationInput,
  typeof REPEATED,
])[] = [
  ['safe', getTopology, {}, REPEATED],
  ['idempotent', unassignUserFromGroup, { path: { groupId: 'g', username: 'u' } }, REPEATED],
  ['acknowledgement', completeJob, { path: { jobKey: '1' }, body: {} }, REPEATED],
  ['unsafe', createProcessInstance, { body: { processDefinitionId: 'p' } }, SENT_ONCE],
  [
    'unsafe with a business id',
    createProcessInstance,
    { body: { processDefinitionId: 'p', businessId: 'b' } },
    REPEATED,
  ],
  ['unsafe: a message', publishMessage, { body: { name: 'm' } }, SENT_ONCE],
  ['unsafe with a message id', publishMessage, { body: { name: 'm', messageId: 'i' } }, REPEATED],
  ['unsafe with an empty message id', publishMessage, { body: { name: 'm', messageId: '' } }, SENT_ONCE],
];

const makers = { node: createNodeTransport, portable: createPortableTransport } as const;

const ATTEMPT_TIMEOUT_MS = 100_000;

/** The machine's clock, but the time limits of attempts run out when the test says so. */
class AttemptClock implements Clock {
  readonly now = systemClock.now;
  readonly monotonic = systemClock.monotonic;
  readonly #limits = new Set<() => void>();

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    if (delayMs !== ATTEMPT_TIMEOUT_MS) return systemClock.setTimeout(callback, delayMs);
    this.#limits.add(callback);
    return callback;
  }

  clearTimeout(handle: TimerHandle): void {
    if (!this.#limits.delete(handle as () => void)) systemClock.clearTimeout(handle);
  }

  runOut(): void {
    for (const limit of [...this.#limits]) limit();
  }
}

/** Lets the attempt's time run out once the request has vanished, which no machine is too slow for. */
async function outwait(fault: Fault, proxy: FaultProxy, clock: AttemptClock): Promise<void> {
  if (!fault.startsWith('black-hole')) return;
  const vanished = fault === 'black-hole' ? proxy.requests : proxy.effects;
  while (vanished.length === 0) await new Promise((resolve) => setImmediate(resolve));
  clock.runOut();
}

async function setUp(maker: keyof typeof makers, fault: Fault) {
  const clock = new AttemptClock();
  const server = await startStubServer(() => ({ body: { items: [1, 2, 3], page: { totalItems: 3 } } }));
  const proxy: FaultProxy = await startFaultProxy({ target: server.baseUrl, plan: inTurn(fault), dripMs: 1 });
  const transport = makers[maker]({
    baseUrl: `${proxy.origin}/v2`,
    attemptTimeoutMs: ATTEMPT_TIMEOUT_MS,
    timeoutMs: 600_000,
    acknowledgementTimeoutMs: 600_000,
    clock,
    retry: { baseDelayMs: 1, maxDelayMs: 2 },
  });
  open.push(transport, proxy, server);
  return { server, proxy, transport, clock };
}

describe.each(['node', 'portable'] as const)('the %s transport', (maker) => {
  describe.each(cases)('a call of class %s', (_name, operation, input, expectations) => {
    it.each(FAULTS)('with the fault %s', async (fault) => {
      const { proxy, transport, clock } = await setUp(maker, fault);
      const [outcome, effects, outcomeUnknown] = expectations[fault];
      const call = transport.call(operation, input);
      const result = await Promise.all([call, outwait(fault, proxy, clock)]).then(
        () => ({ code: 'ok', outcomeUnknown: false }),
        (error: { code: string; outcomeUnknown: boolean }) => error,
      );
      expect(result.code).toBe(outcome);
      expect(result.outcomeUnknown).toBe(outcomeUnknown);
      expect(proxy.effects).toHaveLength(effects);
    });
  });
});

describe('a creation that is never answered', () => {
  it('is never sent twice, whatever the number of attempts allowed', async () => {
    for (const fault of FAULTS) {
      const { proxy, transport, clock } = await setUp('node', fault);
      const call = transport.call(createProcessInstance, { body: {} }, { retry: { maxAttempts: 50 } });
      await Promise.all([call, outwait(fault, proxy, clock)]).catch(() => undefined);
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
