import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../test/manual-clock.ts';
import { activateJobs, completeJob, createProcessInstance, getTopology } from '../test/operations.ts';
import {
  createTransport,
  type Operation,
  type Sender,
  type TransportOptions,
  type WireResponse,
} from './index-node.ts';

const HOUR_MS = 3_600_000;

/** A clock whose time of day is set anew, by hours, whenever somebody looks at it. */
class JumpingClock extends ManualClock {
  readonly #jumps: readonly number[];
  #looks = 0;

  constructor(jumps: readonly number[]) {
    super();
    this.#jumps = jumps;
  }

  override now(): number {
    const jump = this.#jumps[this.#looks % this.#jumps.length] ?? 0;
    this.#looks += 1;
    return this.monotonic() + jump * HOUR_MS;
  }
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}): () => Promise<WireResponse> {
  return () => Promise.resolve({ status, header: (name) => headers[name], body: '' });
}

interface Scenario {
  readonly send: Sender['send'];
  readonly operations: readonly Operation[];
  readonly options?: TransportOptions;
}

const never: Sender['send'] = () => new Promise(() => undefined);
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'calls that are never answered': {
    send: never,
    operations: [getTopology, createProcessInstance, completeJob, activateJobs],
  },
  'attempts that are never answered': {
    send: never,
    operations: [getTopology, completeJob],
    options: { attemptTimeoutMs: 1500 },
  },
  'pauses between attempts': { send: answer(503), operations: [getTopology, completeJob] },
  'pauses that are asked for in seconds': {
    send: answer(429, { 'retry-after': '3' }),
    operations: [getTopology, createProcessInstance, completeJob],
  },
  'the queue of the backpressure': {
    send: answer(429),
    operations: Array.from({ length: 12 }, () => getTopology),
    options: { backpressure: { initialMax: 1, unlimitedAfterHealthyMs: 4000 }, retry: { maxAttempts: 2 } },
  },
};

/** What happens when, as the events of the calls and of the backpressure tell. */
async function story({ send, operations, options }: Scenario, clock: ManualClock): Promise<unknown[]> {
  const sender: Sender = { name: 'stub', send, close: () => Promise.resolve() };
  const transport = createTransport({ sender, clock, random: () => 0.5, environment: {}, ...options });
  const startedAt = clock.monotonic();
  const told: unknown[] = [];
  transport.subscribe((event) => {
    const { type } = event;
    const atMs = clock.monotonic() - startedAt;
    told.push(type === 'backpressure' ? { atMs, ...event } : { atMs, type, callId: event.callId });
  });
  let open = operations.length;
  const calls = operations.map((operation) =>
    transport.call(operation, { path: { jobKey: '1' }, body: { requestTimeout: 25_000 } }).then(
      () => told.push('success'),
      (error: Error) => told.push(`${clock.monotonic() - startedAt}: ${error.message}`),
    ),
  );
  const counted = calls.map((call) => call.finally(() => (open -= 1)));
  for (let atMs = 0; open > 0 && atMs < 120_000; atMs += 250) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(250);
  }
  await Promise.all(counted);
  await transport.close();
  expect(clock.timers).toBe(0);
  return told;
}

describe("when the machine's clock is set while calls are under way", () => {
  it.each(Object.entries(SCENARIOS))('%s last as long as they would', async (_, scenario) => {
    const steady = await story(scenario, new JumpingClock([0]));
    expect(steady.length).toBeGreaterThan(scenario.operations.length);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -48, max: 48 }), { minLength: 1, maxLength: 9 }),
        async (jumps) => {
          expect(await story(scenario, new JumpingClock(jumps))).toEqual(steady);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('the short way of acknowledgements has its time limit', async () => {
    const clock = new JumpingClock([0, 30, -30]);
    const lane = { begin: () => ({ abort: () => undefined }) };
    const sender: Sender = {
      name: 'stub',
      send: never,
      shortLaneTo: () => lane,
      close: () => Promise.resolve(),
    };
    await using transport = createTransport({ sender, clock, environment: {} });
    let ended: unknown;
    const call = transport
      .call(completeJob, { path: { jobKey: '1' } }, { retry: false, callerStack: false, timeoutMs: 5000 })
      .catch((error: unknown) => {
        ended = error;
      });
    clock.advance(4999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBeUndefined();
    clock.advance(1);
    await call;
    expect(ended).toMatchObject({ code: 'TIMEOUT', timeoutMs: 5000 });
  });
});
