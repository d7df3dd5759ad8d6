import { afterEach, describe, expect, it } from 'vitest';
import { FAULTS, type Fault, type FaultProxy, inTurn, startFaultProxy } from '../test/fault-proxy.ts';
import {
  completeJob,
  createProcessInstance,
  getTopology,
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
];

const makers = { node: createNodeTransport, portable: createPortableTransport } as const;

async function setUp(maker: keyof typeof makers, fault: Fault) {
  const server = await startStubServer(() => ({ body: { items: [1, 2, 3], page: { totalItems: 3 } } }));
  const proxy: FaultProxy = await startFaultProxy({ target: server.baseUrl, plan: inTurn(fault), dripMs: 1 });
  const transport = makers[maker]({
    baseUrl: `${proxy.origin}/v2`,
    attemptTimeoutMs: fault.startsWith('black-hole') ? 300 : 5000,
    timeoutMs: 10_000,
    retry: { baseDelayMs: 1, maxDelayMs: 2 },
  });
  open.push(transport, proxy, server);
  return { server, proxy, transport };
}

describe.each(['node', 'portable'] as const)('the %s transport', (maker) => {
  describe.each(cases)('a call of class %s', (_name, operation, input, expectations) => {
    it.each(FAULTS)('with the fault %s', async (fault) => {
      const { proxy, transport } = await setUp(maker, fault);
      const [outcome, effects, outcomeUnknown] = expectations[fault];
      const result = await transport.call(operation, input).then(
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
      const { proxy, transport } = await setUp('node', fault);
      const call = transport.call(createProcessInstance, { body: {} }, { retry: { maxAttempts: 50 } });
      await call.catch(() => undefined);
      expect(proxy.requests, fault).toHaveLength(1);
    }
  });

  it('is sent again when no connection could be made', async () => {
    const { server, transport } = await setUp('node', 'none');
    const { port } = server;
    await server.close();
    const events: string[] = [];
    const direct = createNodeTransport({
      baseUrl: `http://127.0.0.1:${port}/v2`,
      retry: { maxAttempts: 3, baseDelayMs: 1 },
    });
    open.push(direct);
    direct.subscribe((event) => events.push(event.type));
    const error = await direct.call(createProcessInstance, { body: {} }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'NETWORK_ERROR', attempts: 3, outcomeUnknown: false });
    expect(events).toEqual(['start', 'attempt', 'retry', 'attempt', 'retry', 'attempt', 'end']);
    await transport.close();
  });
});
